import "@andypf/json-viewer";

export const viewer = {
  depths: ["default", "folded"],
  mount(place, text, value, depth) {
    const element = document.createElement("andypf-json-viewer");
    element.data = value;
    if (depth === "folded") element.expanded = false;
    place.append(element);
  },
};
