import VueJsonPretty from "vue-json-pretty";
import "vue-json-pretty/lib/styles.css";
import { render } from "../drawing/vue.js";

export const viewer = {
  depths: ["default", "folded"],
  mount: (place, text, value, depth) =>
    render(place, VueJsonPretty, { data: value, ...(depth === "folded" && { deep: 0 }) }),
};
