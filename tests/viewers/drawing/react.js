import { createElement } from "react";
import { createRoot } from "react-dom/client";

export { createElement };

/** Draws a component. */
export const render = (place, component, properties, ...children) =>
  createRoot(place).render(createElement(component, properties, ...children));
