import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { remedyOf } from "../../extension/shared/error_text.js";
import { Trouble } from "../../extension/shared/errors.js";

/** Conventions of the extension's folder, and what breaks when they are broken. */

const ROOT = new URL("../../extension/", import.meta.url);
const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" }).map((name) => name.replaceAll("\\", "/"));
/** @param {string} name */
const text = (name) => readFileSync(new URL(name, ROOT), "utf8");
const scripts = files.filter((name) => name.endsWith(".js"));
const pages = files.filter((name) => name.endsWith(".html"));
const messages = JSON.parse(text("_locales/en/messages.json"));
const manifest = JSON.parse(text("manifest.json"));

test("only background/helper.js uses the network", () => {
  for (const name of scripts.filter((one) => one !== "background/helper.js")) {
    const requests = name === "page_world/listener.js" ? /new XMLHttpRequest/ : /XMLHttpRequest/; // it hears the page's own
    assert.doesNotMatch(text(name), requests, `${name} talks to somebody; let helper.js do it`);
    assert.doesNotMatch(text(name), /\bfetch\(|WebSocket|sendBeacon/, `${name} talks to somebody; let helper.js do it`);
  }
});

test("the arrows: pages know no background, the portal knows no panel, shared knows nobody", () => {
  /** By folder, the folders whose modules may be imported beside its own. @type {Record<string, string[]>} */
  const allowed = {
    shared: [],
    page_world: [],
    portal: ["shared"],
    background: ["shared"],
    content: ["shared", "portal"],
    panel: ["shared", "portal"],
    popup: ["shared"],
    options: ["shared"],
  };
  for (const name of scripts) {
    const [folder] = name.split("/");
    for (const [, path] of text(name).matchAll(/(?:from|import\() ?"(\.[^"]+)"/g)) {
      const [other] = new URL(path, new URL(name, ROOT)).href.slice(ROOT.href.length).split("/");
      assert.ok(other === folder || allowed[folder].includes(other), `${name} imports ${path} across an edge`);
    }
  }
});

test("the two ends of the ear in the page's world call things by the same names", () => {
  const ends = ["page_world/listener.js", "portal/raw_data/overheard.js"].map(text);
  for (const name of ["LISTEN", "REST", "HEARD"]) {
    const [one, other] = ends.map((end) => new RegExp(`const ${name} = ("[a-z-]+");`).exec(end)?.[1]);
    assert.ok(one && one === other, `${name} is ${one} here and ${other} there`);
  }
  const [here, there] = [ends[0], text("portal/parse/orders_in_text.js")].map(
    (end) => /REQUIRED_KEYS = (.+?);/.exec(end)?.[1],
  );
  assert.equal(here, there);
});

test("every message on screen stands in _locales, and _locales holds no other", () => {
  const all = scripts.map(text).join("\n");
  const used = new Set([
    ...[...all.matchAll(/getMessage\(\s*"([a-z_]+)"/g)].map((match) => match[1]),
    ...pages.flatMap((name) => [...text(name).matchAll(/data-message="([a-z_]+)"/g)].map((match) => match[1])),
    ...[...text("manifest.json").matchAll(/__MSG_([a-z_]+)__/g)].map((match) => match[1]),
  ]);
  const families = [...all.matchAll(/getMessage\(\s*`([a-z_]+)\$\{/g)].map((match) => match[1]);
  const other = ["undo", "fix_and_resend"]; // chosen by name in content/form/earlier_refunds.js
  for (const key of used) assert.ok(messages[key], `_locales has no message ${key}`);
  for (const key of Object.keys(messages)) {
    assert.ok(
      used.has(key) || other.includes(key) || families.some((family) => key.startsWith(family)),
      `nobody says ${key}`,
    );
  }
});

test("every trouble and every remark that is made has its words", () => {
  const all = scripts.map(text).join("\n");
  for (const [, code] of all.matchAll(/new Trouble\(\s*"([a-z_]+)"/g)) {
    if (code !== "refused") assert.ok(messages[`trouble_${code}`], `a seller would meet ${code} without a sentence`);
  }
  for (const [, code] of all.matchAll(/remark\("([a-z_]+)"/g)) {
    assert.ok(messages[`remark_${code}`], `no words for the remark ${code}`);
  }
});

test("every state of the connection has one button, and the button its words", () => {
  const states = [
    "no_permission",
    "no_portal_permission",
    "helper_away",
    "other_program",
    "not_paired",
    "pairing_ended",
    "helper_old",
    "extension_old",
  ];
  for (const code of [...states, "context_gone", "page_not_ready", "unexpected"]) {
    const remedy = remedyOf(new Trouble(code));
    assert.ok(remedy && messages[`remedy_${remedy}`], `${code} leaves the seller without a button`);
  }
  assert.equal(remedyOf(new Trouble("refused")), null, "what the helper refuses is mended in the form");
});

test("the helper's address is among those that the manifest asks for", () => {
  const [, helper] = /HELPER = "([^"]+)"/.exec(text("shared/permissions.js")) ?? [];
  assert.ok(
    manifest.host_permissions.includes(helper),
    "shared/permissions.js and manifest.json name different addresses",
  );
});

test("no words say refunded of money that was only accepted", () => {
  for (const [key, { message }] of Object.entries(messages)) {
    if (key !== "already_refunded") assert.doesNotMatch(message, /refunded\b(?! here)/i, `${key} promises too much`);
  }
});

test("pages hold no script and no style of their own", () => {
  for (const name of pages) {
    assert.doesNotMatch(
      text(name),
      /<script(?![^>]*src=)|<style|\son\w+=|\sstyle=/,
      `${name} would break the content policy`,
    );
  }
});

test("the id that others rely on follows from the manifest's key", () => {
  const digest = createHash("sha256").update(Buffer.from(manifest.key, "base64")).digest("hex").slice(0, 32);
  const id = [...digest].map((digit) => String.fromCharCode(97 + parseInt(digit, 16))).join("");
  const browser = readFileSync(new URL("../../helper/jet_refunds_demo/browser/chromium.py", import.meta.url), "utf8");
  assert.ok(
    browser.includes(`"${id}"`),
    `helper/jet_refunds_demo/browser/chromium.py should know the extension as ${id}`,
  );
});

test("files that the manifest names are there", () => {
  const named = JSON.stringify(manifest).match(/"[a-z_]+\/[a-z0-9_.]+\.(?:js|png|html)"/g) ?? [];
  for (const quoted of named) assert.ok(files.includes(JSON.parse(quoted)), `${quoted} is not in the folder`);
});
