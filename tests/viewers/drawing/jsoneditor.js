import JSONEditor from "jsoneditor";
import "jsoneditor/dist/jsoneditor.css";

/** Draws a document in one of the editor's modes, unfolded as far as its page wants it. */
export const drawEditor = (place, mode, value, depth) => {
  place.style.height = "400px";
  const editor = new JSONEditor(place, { mode }, value);
  if (depth === "folded") editor.collapseAll();
  if (depth === "open") editor.expandAll();
};
