import CodeMirror from "codemirror5";
import "codemirror5/addon/fold/brace-fold.js";
import "codemirror5/addon/fold/foldcode.js";
import "codemirror5/addon/fold/foldgutter.js";
import "codemirror5/addon/fold/foldgutter.css";
import "codemirror5/lib/codemirror.css";
import "codemirror5/mode/javascript/javascript.js";

export const viewer = {
  depths: ["default", "folded"],
  mount(place, text, value, depth) {
    const editor = CodeMirror(place, {
      value: JSON.stringify(value, null, 2),
      mode: { name: "javascript", json: true },
      lineNumbers: true,
      readOnly: true,
      foldGutter: true,
      gutters: ["CodeMirror-linenumbers", "CodeMirror-foldgutter"],
    });
    if (depth === "folded") editor.foldCode(CodeMirror.Pos(0, 0));
  },
};
