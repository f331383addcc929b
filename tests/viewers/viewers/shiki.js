import json from "@shikijs/langs/json";
import theme from "@shikijs/themes/github-light";
import { createHighlighterCore } from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { drawMarkup } from "../drawing/markup.js";

export const viewer = {
  depths: ["default"],
  async mount(place, text, value) {
    const engine = createJavaScriptRegexEngine();
    const highlighter = await createHighlighterCore({ themes: [theme], langs: [json], engine });
    const shown = { lang: "json", theme: "github-light" };
    drawMarkup(place, highlighter.codeToHtml(JSON.stringify(value, null, 2), shown));
  },
};
