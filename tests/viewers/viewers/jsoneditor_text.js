import JSONEditor from "jsoneditor";
import "jsoneditor/dist/jsoneditor.css";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    place.style.height = "400px";
    new JSONEditor(place, { mode: "text" }, value);
  },
};
