import Prism from "prismjs";
import "prismjs/components/prism-json.js";
import "prismjs/plugins/line-numbers/prism-line-numbers.js";
import "prismjs/plugins/line-numbers/prism-line-numbers.css";
import "prismjs/themes/prism.css";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const pre = document.createElement("pre");
    const code = document.createElement("code");
    pre.className = "language-json line-numbers";
    code.className = "language-json";
    code.textContent = JSON.stringify(value, null, 2);
    pre.append(code);
    place.append(pre);
    Prism.highlightElement(code);
  },
};
