import "../drawing/jquery.js";
import "jquery.json-viewer/json-viewer/jquery.json-viewer.js";
import "jquery.json-viewer/json-viewer/jquery.json-viewer.css";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) => void window.jQuery(place).jsonViewer(value, { collapsed: depth === "folded" }),
};
