export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const pre = document.createElement("pre");
    pre.textContent = JSON.stringify(value);
    place.append(pre);
  },
};
