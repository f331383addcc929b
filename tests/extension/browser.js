import assert from "node:assert/strict";
import { browserProof, helperProof, sameBytes } from "./proving.js";
import { i18n } from "./messages_on_screen.js";

/**
 * What a browser gives to the extension, for the real modules of extension/background, and those of extension/panel that
 * ask them, in node: storage, messages, and a network on which the helper answers, or does not.
 *
 * @typedef {import("../../extension/shared/messages.js").Messages} Messages
 * @typedef {import("../../extension/shared/messages.js").Outgoing} Outgoing
 * @typedef {import("../../extension/shared/messages.js").EnteredRefund} EnteredRefund
 * @typedef {{id: number, request_id: string, state: string}} Held
 * @typedef {"up" | "away" | "newer" | "stranger" | "impostor" | "answers for another" | "answer lost" | "answer cut off" | "refuses" | "hangs up once"} Mood
 */

export const REFUSAL = {
  type: "urn:jet-refunds:problem:not_allowed",
  title: "",
  status: 422,
  detail: "Only 1 is left.",
  errors: [],
};
/** A judgement that finds nothing wrong. */
const FULL = { schema_version: 1, total: "1.00", lines: [], blocks: [], warnings: [] };
const PANEL = "chrome-extension://ours/panel/panel.html";
const POPUP = "chrome-extension://ours/popup/popup.html";

/** The helper as this browser meets it. */
export const helper = {
  /** @type {Mood} */
  mood: "up",
  /** How long it takes over each answer, in milliseconds. */
  slow: 0,
  /** By request_id. @type {Map<string, Held>} */
  refunds: new Map(),
  /** What it was asked, such as "GET /v1/health". @type {string[]} */
  asked: [],
  /** What it says to a refund that it judges, and to one that it is to take in the mood "refuses". @type {unknown} */
  judgement: FULL,
  refusal: REFUSAL,
  /** The refunds that it was asked to judge. @type {EnteredRefund[]} */
  judged: [],
  /** The full amounts that it gives for a quantity, of whatever item. @type {import("../../extension/shared/documents.d.ts").FullAmount[]} */
  amounts: [],
};

/** @type {Map<string, Map<IDBValidKey, unknown>>} */
const shelves = new Map();

/** @param {string} name */
function transaction(name) {
  const shelf = /** @type {Map<IDBValidKey, unknown>} */ (shelves.get(name));
  /** @type {any} */
  const made = {
    objectStore: () => ({
      get: (/** @type {string} */ key) => ended(shelf.get(key)),
      getAll: () => ended([...shelf.values()]),
      put: (/** @type {unknown} */ value, /** @type {string} */ key) =>
        ended(void shelf.set(key, structuredClone(value))),
      delete: (/** @type {string} */ key) => ended(void shelf.delete(key)),
      clear: () => ended(shelf.clear()),
    }),
  };
  const ended = (/** @type {unknown} */ result) => {
    setTimeout(() => made.oncomplete(), 1);
    return { result: structuredClone(result) };
  };
  return made;
}

const indexedDB = {
  open: () => {
    /** @type {any} */
    const opening = {
      result: {
        createObjectStore: (/** @type {string} */ name) => shelves.set(name, new Map()),
        transaction,
        close: () => undefined,
      },
    };
    setTimeout(() => {
      if (!shelves.size) opening.onupgradeneeded({ oldVersion: 0 });
      opening.onsuccess();
    }, 1);
    return opening;
  },
};

/** @type {(message: unknown, sender: unknown, reply: (answer: any) => void) => boolean} */
let listener;
const event = () => ({ addListener: () => undefined });
const nothing = async () => undefined;

/** How the icon looks. */
export const icon = { text: "" };

const chrome = {
  runtime: {
    id: "ours",
    getURL: (/** @type {string} */ path) => `chrome-extension://ours/${path}`,
    getManifest: () => ({ host_permissions: ["http://127.0.0.1/*", "https://partner.jet.com/*"] }),
    onMessage: { addListener: (/** @type {typeof listener} */ added) => void (listener = added) },
    sendMessage: (/** @type {{name: keyof Messages, body: any}} */ { name, body }) => ask(name, body),
    onStartup: event(),
    onInstalled: event(),
  },
  i18n,
  alarms: { create: nothing, clear: nothing, get: nothing, onAlarm: event() },
  permissions: { contains: async () => true, onAdded: event(), onRemoved: event() },
  action: {
    setTitle: nothing,
    setBadgeBackgroundColor: nothing,
    setBadgeText: async (/** @type {{text: string}} */ { text }) => void (icon.text = text),
  },
};

/** By what this browser is known to the helper. */
const BROWSER = "browser-of-this-test-";
const SECRET = new TextEncoder().encode("a secret of thirty-two bytes ...");
/** The helper's nonces that were not used yet. @type {Set<string>} */
const nonces = new Set();

/** @param {string} url @param {RequestInit} [init] */
async function fetch(url, { method = "GET", body, headers } = {}) {
  const { pathname, search, searchParams, port } = new URL(url);
  helper.asked.push(`${method} ${pathname}`);
  if (helper.mood === "away") throw new TypeError("nobody listens");
  if (helper.mood === "hangs up once") {
    helper.mood = "up";
    throw new TypeError("it made room for another");
  }
  await wait(helper.slow);
  const said = new Headers(headers).get("Authorization");
  const exchange = { port, browser: BROWSER, clientNonce: searchParams.get("nonce") ?? "", serverNonce: "" };
  if (!said) return proved(exchange, Response.json(hello(searchParams.get("browser"))));
  const [, browser, clientNonce = "", serverNonce = "", proof = ""] = said.split(" ");
  Object.assign(exchange, { clientNonce, serverNonce });
  const asked = { method, target: pathname + search, body: String(body ?? "") };
  assert.ok(browser === BROWSER && nonces.delete(serverNonce), "a nonce of the helper's is used once");
  assert.ok(sameBytes(proof, browserProof(SECRET, exchange, asked)), "the browser has proved its request");
  return proved(exchange, await answered(asked, new URL(url)));
}

/** @param {string | null} browser */
function hello(browser) {
  const who = { name: "jet-refunds", version: "1", api: helper.mood === "newer" ? 3 : 2 };
  if (helper.mood === "stranger" || browser !== BROWSER) return who;
  const nonce = crypto.randomUUID();
  nonces.add(nonce);
  return { ...who, nonce };
}

/** @param {import("./proving.js").Exchange} exchange @param {Response} response */
async function proved(exchange, response) {
  const body = new Uint8Array(await response.arrayBuffer());
  const isFalse = helper.mood === "impostor" || (helper.mood === "answers for another" && exchange.serverNonce);
  const secret = isFalse ? new Uint8Array(32) : SECRET;
  const headers = { "Jet-Refunds-Proof": helperProof(secret, exchange, response.status, body) };
  return new Response(body, { status: response.status, headers });
}

/** @param {{method: string, body: string}} asked @param {URL} url @returns {Promise<Response>} */
async function answered({ method, body }, { pathname, searchParams }) {
  if (pathname === "/v1/health") {
    return Response.json({ name: "jet-refunds", version: "1", api: 2, parts: [], waiting: 0 });
  }
  if (pathname === "/v1/page-codes") return Response.json({ code: "ONCE" }, { status: 201 });
  if (pathname === "/v1/orders") return Response.json({ refunds: [...helper.refunds.values()] });
  if (pathname === "/v1/full-amounts") return Response.json(fullAmounts(JSON.parse(String(body))));
  if (searchParams.has("check")) {
    helper.judged.push(JSON.parse(String(body)));
    return Response.json(helper.judgement);
  }
  if (pathname === "/v1/refunds" && method === "POST") return taken(JSON.parse(String(body)));
  const [, id, act] = /^\/v1\/refunds\/(\d+)(?:\/(\w+))?$/.exec(pathname) ?? [];
  const one = [...helper.refunds.values()].find((held) => held.id === Number(id));
  if (!one) return Response.json({ ...REFUSAL, status: 404 }, { status: 404 });
  if (act === "undo") one.state = "cancelled";
  return Response.json(one);
}

/** @param {import("../../extension/shared/documents.d.ts").Quantities} quantities */
function fullAmounts({ items }) {
  const given = items.map(({ order_item_id, order_return_refund_qty: units }) => ({
    order_item_id,
    full_amount: helper.amounts.find(({ order_return_refund_qty }) => order_return_refund_qty === units),
  }));
  return { schema_version: 1, items: given };
}

/** @param {EnteredRefund} refund */
function taken({ request_id }) {
  if (helper.mood === "refuses") return Response.json(helper.refusal, { status: helper.refusal.status });
  const one = helper.refunds.get(request_id) ?? { id: helper.refunds.size + 1, request_id, state: "held" };
  helper.refunds.set(request_id, one);
  if (helper.mood === "answer lost") throw new DOMException("too late", "TimeoutError");
  if (helper.mood === "answer cut off") throw new TypeError("it went in mid-answer");
  return Response.json(one, { status: 201 });
}

/** The page's window, which says when the page goes. */
export const page = new EventTarget();

Object.assign(globalThis, { indexedDB, chrome, fetch, addEventListener: page.addEventListener.bind(page) });
await import("../../extension/background/main.js");
const store = await import("../../extension/background/store.js");

/** A browser that was just paired, with nothing in it. */
export async function fresh() {
  await settled();
  for (const shelf of /** @type {const} */ (["settings", "drafts", "outgoing", "watched"])) await store.clear(shelf);
  const key = await crypto.subtle.importKey("raw", SECRET, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  await store.write("settings", "pairing", { browser: BROWSER, secret: key });
  helper.refunds.clear();
  helper.asked.length = helper.judged.length = 0;
  Object.assign(helper, { mood: "up", slow: 0, judgement: FULL, refusal: REFUSAL, amounts: [] });
}

/**
 * @template {keyof Messages} N
 * @param {N} name
 * @param {Messages[N]["ask"]} body
 * @param {string} [url] who asks
 * @returns {Promise<{ok?: Messages[N]["answer"], trouble?: import("../../extension/shared/errors.js").TroubleDocument}>}
 */
export function ask(name, body, url = PANEL) {
  return new Promise((resolve, reject) => {
    if (!listener({ name, body }, { id: "ours", url }, resolve)) reject(new Error(`nobody hears ${name}`));
  });
}

/** A round of sending begins, as at the alarm: the popup's question starts one. */
export function lookAround() {
  return ask("connection", null, POPUP);
}

/** @returns {Promise<Outgoing[]>} what waits in the browser */
export function kept() {
  return store.readAll("outgoing");
}

/** Until the rounds that were begun are over: nothing is asked any more. */
export async function settled() {
  for (let before = -1; before !== helper.asked.length;) {
    before = helper.asked.length;
    await wait(100 + 2 * helper.slow);
  }
}

/** @param {number} ms */
export function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** @param {string} request_id @param {string} [order] @returns {EnteredRefund} */
export function refundOf(request_id, order = request_id) {
  return {
    schema_version: 1,
    request_id,
    lines: [],
    confirmed: [],
    order: {
      schema_version: 1,
      merchant_order_id: order,
      reference_order_id: order,
      status: "complete",
      status_source: "overlay",
      exception_state: null,
      order_placed_date: null,
      order_totals: null,
      order_items: [],
    },
  };
}
