import { List } from "react-virtualized";
import { createElement, render } from "../drawing/react.js";
import { linesOf } from "../drawing/rows.js";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const lines = linesOf(value);
    const rowRenderer = ({ key, index, style }) =>
      createElement("div", { key, style: { ...style, whiteSpace: "pre" } }, lines[index]);
    render(place, List, { rowRenderer, rowCount: lines.length, rowHeight: 20, height: 400, width: 900 });
  },
};
