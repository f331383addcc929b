import ace from "ace-builds";
import "ace-builds/src-noconflict/mode-json.js";
import "ace-builds/src-noconflict/theme-chrome.js";

export const viewer = {
  depths: ["default", "folded"],
  mount(place, text, value, depth) {
    place.style.height = "400px";
    const options = { mode: "ace/mode/json", theme: "ace/theme/chrome", readOnly: true, useWorker: false };
    const editor = ace.edit(place, { value: JSON.stringify(value, null, 2), ...options });
    if (depth === "folded") editor.session.foldAll();
  },
};
