import js from "@eslint/js";
import { createNodeResolver, importX } from "eslint-plugin-import-x";
import globals from "globals";

export default [
  { ignores: ["node_modules/", ".venv/", "dist/", "build/", "helper/jet_refunds_demo/", "screenshots/"] },
  js.configs.recommended,
  {
    files: ["**/*.js"],
    languageOptions: { ecmaVersion: 2023, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text from a page goes in as text." },
        { property: "outerHTML", message: "Text from a page goes in as text." },
        { property: "insertAdjacentHTML", message: "Text from a page goes in as text." },
      ],
    },
  },
  {
    files: ["extension/**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
    rules: {
      "no-restricted-globals": ["error", { name: "fetch", message: "Only background/helper.js talks to the helper." }],
    },
  },
  {
    files: ["extension/**/*.js", "tests/portal/*.js", "tests/extension/*.js", "tests/fuzz/*.js"],
    plugins: { "import-x": importX },
    settings: { "import-x/resolver-next": [createNodeResolver()] },
    rules: { "import-x/no-cycle": "error", "import-x/no-self-import": "error", "import-x/no-unresolved": "error" },
  },
  { files: ["helper/jet_refunds/web/dashboard/static/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["extension/background/helper.js"], rules: { "no-restricted-globals": "off" } },
  { files: ["extension/content/loader.js"], languageOptions: { sourceType: "script" } },
  { files: ["tests/**/*.js", "eslint.config.js"], languageOptions: { globals: globals.node } },
  { files: ["tests/viewers/**/*.js"], languageOptions: { globals: globals.browser } },
  {
    files: ["tests/e2e/other_extension/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
  },
  { files: ["tests/portal/pages/*.js"], languageOptions: { sourceType: "script", globals: globals.browser } },
];
