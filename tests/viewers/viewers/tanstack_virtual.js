import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { createElement, render } from "../drawing/react.js";
import { linesOf } from "../drawing/rows.js";

function Lines({ lines }) {
  const scroller = useRef(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
  });
  const rows = virtual.getVirtualItems().map(({ key, index, start }) => {
    const style = { position: "absolute", top: 0, transform: `translateY(${start}px)`, height: 20, whiteSpace: "pre" };
    return createElement("div", { key, style }, lines[index]);
  });
  const inner = createElement("div", { style: { height: virtual.getTotalSize(), position: "relative" } }, rows);
  return createElement("div", { ref: scroller, style: { height: 400, overflow: "auto" } }, inner);
}

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) => render(place, Lines, { lines: linesOf(value) }),
};
