export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const area = document.createElement("textarea");
    area.readOnly = true;
    area.rows = 20;
    area.cols = 100;
    area.value = JSON.stringify(value, null, 2);
    place.append(area);
  },
};
