import { Trouble } from "../shared/errors.js";
import { addAddress, addresses, register, removeAddress } from "./addresses.js";
import { allOutgoing, draft, dropOldDrafts, keepDraft, outgoing } from "./drafts.js";
import { call } from "./helper.js";
import { again, forget, refund, takeBack } from "./outbox.js";
import { openDashboard, openOptions } from "./pages.js";
import { connection, pair, setPort, unpair } from "./pairing.js";
import { ALARM, resume, seen, watchSoon } from "./watch.js";

/**
 * @typedef {import("../shared/messages.js").Messages} Messages
 * @typedef {{[N in keyof Messages]: (body: Messages[N]["ask"]) => Promise<Messages[N]["answer"]>}} Handlers
 * @typedef {"recent" | "connection" | "open_dashboard" | "set_port" | "pair" | "unpair" | "add_address" | "remove_address"} Own
 */

/** What a page of the portal may ask. @type {Omit<Handlers, Own>} */
const forPages = {
  standing: (order) => call("POST", "/v1/orders", order),
  check: (refund) => call("POST", "/v1/refunds?check=1", refund),
  refund: (wanted) => refund(wanted).finally(watchSoon),
  again: (wanted) => again(wanted).finally(watchSoon),
  outgoing,
  take_back: (wanted) => takeBack(wanted).then(watchOn),
  forget: (refund) => forget(refund).then(watchOn),
  status: async ({ id }) => call("GET", pathOf(id)).then(seen),
  undo: async ({ id }) => call("POST", `${pathOf(id)}/undo`, {}).then(seen).then(watchOn),
  send: async ({ id }) => call("POST", `${pathOf(id)}/send`, {}).then(watchOn),
  draft,
  keep_draft: keepDraft,
  addresses,
  open_options: openOptions,
};

/** What only the extension's own pages may ask. @type {Pick<Handlers, Own>} */
const forOwnPages = {
  recent,
  connection: () => connection().then(watchOn),
  set_port: (wanted) => setPort(wanted).then(watchOn),
  pair: (wanted) => pair(wanted).then(watchOn),
  unpair: () => unpair().then(watchOn),
  add_address: addAddress,
  remove_address: removeAddress,
  open_dashboard: openDashboard,
};

/** Any text that a page could say as an id may lead elsewhere. @param {unknown} id @returns {string} */
function pathOf(id) {
  if (!Number.isSafeInteger(id) || Number(id) <= 0) throw new Trouble("unexpected", { facts: ["this is no refund's id"] });
  return `/v1/refunds/${id}`;
}

const MOST = 12; // what is answered is shown, and so counts as seen

/** @type {Handlers["recent"]} */
async function recent({ text }) {
  const outgoing = (await allOutgoing()).filter((one) => mentions(one.refund, text));
  try {
    const found = await call("GET", text ? `/v1/refunds?${new URLSearchParams({ text })}` : "/v1/refunds");
    const refunds = found.refunds.slice(0, MOST);
    for (const status of refunds) await seen(status);
    watchSoon();
    return { refunds, more: found.refunds.length > MOST, outgoing, trouble: null };
  } catch (error) {
    return { refunds: [], more: false, outgoing, trouble: Trouble.from(error).toDocument() };
  }
}

/** As the helper looks for it. @param {import("../shared/documents.js").Refund} refund @param {string} text */
function mentions({ order }, text) {
  const said = [order.reference_order_id, order.merchant_order_id, ...order.order_items.map((item) => item.merchant_sku)];
  return said.some((one) => one.toLowerCase().includes(text.toLowerCase()));
}

/** @template T @param {T} answer @returns {Promise<T>} */
async function watchOn(answer) {
  watchSoon();
  return answer;
}

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const own = sender.url?.startsWith(chrome.runtime.getURL("")) ?? false;
  /** @type {Record<string, (body: any) => Promise<unknown>>} */
  const handlers = own ? { ...forPages, ...forOwnPages } : forPages;
  const handler = Object.hasOwn(handlers, message.name) ? handlers[message.name] : null;
  if (!handler || sender.id !== chrome.runtime.id) return false;
  handler(message.body).then(
    (ok) => reply({ ok }),
    (error) => reply({ trouble: Trouble.from(error).toDocument() }),
  );
  return true; // the answer comes later
});

chrome.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === ALARM) watchSoon();
});
chrome.permissions.onAdded.addListener(() => watchSoon());
chrome.permissions.onRemoved.addListener(() => watchSoon());
chrome.runtime.onStartup.addListener(() => watchSoon());
chrome.runtime.onInstalled.addListener(() => {
  void register();
  watchSoon();
});
void resume();
void dropOldDrafts();
