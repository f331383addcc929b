import "bootstrap/dist/css/bootstrap.css";
import { rowsOf } from "../drawing/rows.js";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const list = document.createElement("ul");
    list.className = "list-group";
    for (const { path, value: shown } of rowsOf(value)) {
      const line = document.createElement("li");
      line.className = "list-group-item d-flex justify-content-between";
      const label = document.createElement("span");
      label.textContent = path;
      const badge = document.createElement("strong");
      badge.textContent = String(shown);
      line.append(label, badge);
      list.append(line);
    }
    place.append(list);
  },
};
