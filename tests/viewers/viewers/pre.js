export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const pre = document.createElement("pre");
    pre.textContent = JSON.stringify(value, null, 2);
    place.append(pre);
  },
};
