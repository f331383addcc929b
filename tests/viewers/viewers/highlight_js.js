import hljs from "highlight.js/lib/core";
import json from "highlight.js/lib/languages/json";
import "highlight.js/styles/default.css";

hljs.registerLanguage("json", json);

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const pre = document.createElement("pre");
    const code = document.createElement("code");
    code.className = "language-json";
    code.textContent = JSON.stringify(value, null, 2);
    pre.append(code);
    place.append(pre);
    hljs.highlightElement(code);
  },
};
