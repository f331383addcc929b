import { List } from "react-window";
import { createElement, render } from "../drawing/react.js";
import { rowsOf } from "../drawing/rows.js";

const Row = ({ index, style, rows }) =>
  createElement("div", { style }, createElement("b", {}, rows[index].path), ": ", String(rows[index].value));

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const rows = rowsOf(value);
    const list = { rowComponent: Row, rowCount: rows.length, rowHeight: 20, rowProps: { rows } };
    render(place, List, { ...list, style: { height: 400 } });
  },
};
