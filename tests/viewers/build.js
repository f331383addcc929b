/** Bundles each viewer with the libraries that it draws with, unless that was done: node tests/viewers/build.js */

import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const BUILT = join(HERE, "node_modules", ".cache", "built");
const STAMP = join(BUILT, "made-from.txt");
const FILES = ["eot", "gif", "jpg", "png", "svg", "ttf", "woff", "woff2"];

/** @param {string} folder @param {string} ending @returns {string[]} paths */
function filesOf(folder, ending) {
  const names = readdirSync(join(HERE, folder)).filter((name) => name.endsWith(ending));
  return names.sort().map((name) => join(HERE, folder, name));
}

/** @param {string[]} paths @returns {string} of their names and bytes */
function digest(paths) {
  const sum = createHash("sha256");
  for (const path of paths) sum.update(basename(path)).update("\0").update(readFileSync(path)).update("\0");
  return sum.digest("hex");
}

const viewers = filesOf("viewers", ".js");
const drawing = filesOf("drawing", ".js");
const documents = filesOf("documents", ".json");
const made = digest([
  ...viewers,
  ...drawing,
  ...documents,
  ...["package-lock.json", "build.js"].map((name) => join(HERE, name)),
]);

if (!existsSync(STAMP) || readFileSync(STAMP, "utf-8") !== made) {
  const began = performance.now();
  rmSync(BUILT, { recursive: true, force: true });
  await build({
    entryPoints: [
      ...drawing
        .filter((path) => path.endsWith("_worker.js"))
        .map((path) => ({ in: path, out: basename(path, ".js") })),
      ...viewers.map((path) => ({ in: path, out: basename(path, ".js") })),
      ...documents.map((path) => ({ in: path, out: `documents/${basename(path, ".json")}` })),
    ],
    outdir: BUILT,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    target: "es2022",
    define: { "process.env.NODE_ENV": '"production"', global: "globalThis" },
    loader: { ".json": "json", ...Object.fromEntries(FILES.map((ending) => [`.${ending}`, "dataurl"])) },
    logLevel: "error",
    plugins: [
      {
        name: "documents as base64, which nobody can read from the page",
        setup: ({ onLoad }) =>
          onLoad({ filter: /[\\/]viewers[\\/]documents[\\/].*\.json$/ }, ({ path }) => ({
            contents: `export default ${JSON.stringify(readFileSync(path).toString("base64"))};`,
            loader: "js",
          })),
      },
    ],
  });
  writeFileSync(STAMP, made);
  console.log(`Built ${viewers.length} viewers in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}
