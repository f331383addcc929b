import { json } from "@codemirror/lang-json";
import { foldAll } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, basicSetup } from "codemirror";

export const viewer = {
  depths: ["default", "folded"],
  mount(place, text, value, depth) {
    const fixed = EditorView.theme({ "&": { height: "400px" }, ".cm-scroller": { overflow: "auto" } });
    const extensions = [basicSetup, json(), EditorState.readOnly.of(true), fixed];
    const view = new EditorView({ parent: place, doc: JSON.stringify(value, null, 2), extensions });
    if (depth === "folded") foldAll(view);
  },
};
