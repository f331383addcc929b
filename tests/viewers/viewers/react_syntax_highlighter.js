import { Light as SyntaxHighlighter } from "react-syntax-highlighter";
import json from "react-syntax-highlighter/dist/esm/languages/hljs/json";

SyntaxHighlighter.registerLanguage("json", json);
import { render } from "../drawing/react.js";

export const viewer = {
  depths: ["default"],
  mount: (place, text, value) =>
    render(place, SyntaxHighlighter, {
      language: "json",
      showLineNumbers: true,
      children: JSON.stringify(value, null, 2),
    }),
};
