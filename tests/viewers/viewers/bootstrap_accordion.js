import "bootstrap/dist/css/bootstrap.css";
import "bootstrap/js/dist/collapse.js";

let made = 0;

function make(name, className, text = "") {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function accordionOf(value, open) {
  const accordion = make("div", "accordion");
  for (const [key, child] of Object.entries(value)) {
    if (child === null || typeof child !== "object") {
      const row = make("div", "row");
      row.append(make("div", "col-4 fw-bold", key), make("div", "col", String(child)));
      accordion.append(row);
      continue;
    }
    const item = make("div", "accordion-item");
    const header = make("h2", "accordion-header");
    const button = make("button", `accordion-button${open ? "" : " collapsed"}`, key);
    const panel = make("div", `accordion-collapse collapse${open ? " show" : ""}`);
    panel.id = `panel-${made++}`;
    button.type = "button";
    button.dataset.bsToggle = "collapse";
    button.dataset.bsTarget = `#${panel.id}`;
    button.setAttribute("aria-expanded", String(open));
    button.setAttribute("aria-controls", panel.id);
    const body = make("div", "accordion-body");
    body.append(accordionOf(child, open));
    panel.append(body);
    header.append(button);
    item.append(header, panel);
    accordion.append(item);
  }
  return accordion;
}

export const viewer = {
  depths: ["default", "open"],
  mount: (place, text, value, depth) => place.append(accordionOf(value, depth === "open")),
};
