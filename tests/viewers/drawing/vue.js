import { createApp, h } from "vue";

/** Draws a component. */
export const render = (place, component, properties) =>
  createApp({ render: () => h(component, properties) }).mount(place);
