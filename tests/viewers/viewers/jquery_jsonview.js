import "../drawing/jquery.js";
import "jquery-jsonview/dist/jquery.jsonview.js";
import "jquery-jsonview/dist/jquery.jsonview.css";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) => void window.jQuery(place).JSONView(value, { collapsed: depth === "folded" }),
};
