import { TabulatorFull } from "tabulator-tables";
import "tabulator-tables/dist/css/tabulator.css";

const rowsOf = (value) =>
  Object.entries(value).map(([key, child]) =>
    child !== null && typeof child === "object" ? { key, _children: rowsOf(child) } : { key, value: String(child) },
  );

export const viewer = {
  depths: ["default", "open"],
  mount(place, text, value, depth) {
    const columns = ["key", "value"].map((field) => ({ title: field, field }));
    const tree = { dataTree: true, dataTreeStartExpanded: depth === "open" };
    new TabulatorFull(place, { data: rowsOf(value), columns, layout: "fitDataFill", ...tree });
  },
};
