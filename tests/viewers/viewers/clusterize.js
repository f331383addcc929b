import Clusterize from "clusterize.js";
import "clusterize.js/clusterize.css";
import { linesOf } from "../drawing/rows.js";

const escaped = (line) => line.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const scrollElem = document.createElement("div");
    scrollElem.className = "clusterize-scroll";
    scrollElem.style.maxHeight = "400px";
    const contentElem = document.createElement("pre");
    contentElem.className = "clusterize-content";
    contentElem.append(Object.assign(document.createElement("div"), { className: "clusterize-no-data" }));
    scrollElem.append(contentElem);
    place.append(scrollElem);
    new Clusterize({ rows: linesOf(value).map((line) => `<div>${escaped(line)}</div>`), scrollElem, contentElem });
  },
};
