import "@alenaksu/json-viewer";

export const viewer = {
  depths: ["default", "open"],
  mount(place, text, value, depth) {
    const element = document.createElement("json-viewer");
    element.data = value;
    place.append(element);
    if (depth === "open") element.expandAll();
  },
};
