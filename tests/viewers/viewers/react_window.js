import { List } from "react-window";
import { createElement, render } from "../drawing/react.js";
import { linesOf } from "../drawing/rows.js";

const Row = ({ index, style, lines }) => createElement("div", { style: { ...style, whiteSpace: "pre" } }, lines[index]);

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const lines = linesOf(value);
    const list = { rowComponent: Row, rowCount: lines.length, rowHeight: 20, rowProps: { lines } };
    render(place, List, { ...list, style: { height: 400 } });
  },
};
