import "code-prettify/src/prettify.js";
import "code-prettify/src/prettify.css";

export const viewer = {
  depths: ["default"],
  mount(place, text, value) {
    const pre = document.createElement("pre");
    pre.className = "prettyprint linenums lang-js";
    pre.textContent = JSON.stringify(value, null, 2);
    place.append(pre);
    window.PR.prettyPrint();
  },
};
