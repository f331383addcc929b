import { AllCommunityModule, ModuleRegistry, createGrid } from "ag-grid-community";
import { rowsOf } from "../drawing/rows.js";

ModuleRegistry.registerModules([AllCommunityModule]);

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    place.style.height = "400px";
    const columnDefs = [
      { field: "path", flex: 1 },
      { colId: "value", valueGetter: ({ data }) => String(data.value), flex: 2 },
    ];
    createGrid(place, { columnDefs, rowData: rowsOf(value) });
  },
};
