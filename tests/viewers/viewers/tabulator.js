import { TabulatorFull } from "tabulator-tables";
import "tabulator-tables/dist/css/tabulator.css";
import { rowsOf } from "../drawing/rows.js";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const data = rowsOf(value).map((row) => ({ path: row.path, value: String(row.value) }));
    const columns = ["path", "value"].map((field) => ({ title: field, field }));
    new TabulatorFull(place, { data, columns, height: 400, layout: "fitDataFill" });
  },
};
