import jsonview from "@pgrabovets/json-view";
import "@pgrabovets/json-view/style.css";

export const viewer = {
  depths: ["default", "open"],
  mount(place, text, value, depth) {
    const tree = jsonview.renderJSON(value, place);
    if (depth === "open") jsonview.expand(tree);
  },
};
