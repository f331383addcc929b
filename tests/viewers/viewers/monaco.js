import { editor } from "monaco-editor";

self.MonacoEnvironment = {
  getWorker: (_, label) =>
    new Worker(new URL(`monaco_${label === "json" ? "json" : "editor"}_worker.js`, import.meta.url), {
      type: "module",
    }),
};

export const viewer = {
  depths: ["default", "folded"],
  async mount(place, text, value, depth) {
    place.style.height = "400px";
    const shown = { value: JSON.stringify(value, null, 2), language: "json", readOnly: true };
    const made = editor.create(place, shown);
    if (depth === "folded") await made.getAction("editor.foldAll")?.run();
  },
};
