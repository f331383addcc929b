import { Trouble } from "../shared/errors.js";
import { allowOrigin, allowedOrigins, disallowOrigin, registerScripts } from "./allowed_origins.js";
import { dropOldDrafts, loadDraft, saveDraft } from "./drafts.js";
import { call } from "./helper.js";
import { openDashboard, openOptions } from "./open_pages.js";
import { isOpener, refreshTab } from "./panel_tab.js";
import { forgetRefused, retry, submit, takeBack } from "./outbox.js";
import { allOutgoing, outgoingOfOrder } from "./outgoing.js";
import { connection, pair, setPort, unpair } from "./pairing.js";
import { ALARM, markSeen, pollSoon, resumePolling } from "./status_poller.js";

/**
 * @typedef {import("../shared/messages.js").Messages} Messages
 * @typedef {{[N in keyof Messages]: (body: Messages[N]["ask"], tab: number) => Promise<Messages[N]["answer"]>}} Handlers
 * @typedef {Pick<Handlers, "addresses">} ForPortal
 */

/** What only the extension's own pages may ask, the panel among them. @type {Omit<Handlers, keyof ForPortal>} */
const forOwnPages = {
  standing: (order) => call("POST", "/v1/orders", order),
  full_amounts: (quantities) => call("POST", "/v1/full-amounts", quantities),
  check: (refund) => call("POST", "/v1/refunds?check=1", refund),
  refund: (refund) => submit(refund).finally(pollSoon),
  again: (refund) => retry(refund).finally(pollSoon),
  outgoing: outgoingOfOrder,
  take_back: (outgoing) => takeBack(outgoing).then(thenPoll),
  forget: (refund) => forgetRefused(refund).then(thenPoll),
  status: async ({ id }) => call("GET", pathOf(id)).then(markSeen),
  undo: async ({ id }) =>
    call("POST", `${pathOf(id)}/undo`, {})
      .then(markSeen)
      .then(thenPoll),
  send: async ({ id }) => call("POST", `${pathOf(id)}/send`, {}).then(thenPoll),
  draft: loadDraft,
  keep_draft: saveDraft,
  is_opener: isOpener,
  refresh_tab: refreshTab,
  open_options: openOptions,
  recent,
  connection: () => connection().then(thenPoll),
  set_port: (wanted) => setPort(wanted).then(thenPoll),
  pair: (wanted) => pair(wanted).then(thenPoll),
  unpair: () => unpair().then(thenPoll),
  add_address: allowOrigin,
  remove_address: disallowOrigin,
  open_dashboard: openDashboard,
};

/** What the script in a page of the portal may ask. @type {ForPortal} */
const forPortal = { addresses: allowedOrigins };

/** Any text that a page could say as an id may lead elsewhere. @param {unknown} id @returns {string} */
function pathOf(id) {
  if (!Number.isSafeInteger(id) || Number(id) <= 0) {
    throw new Trouble("unexpected", { facts: ["this is no refund's id"] });
  }
  return `/v1/refunds/${id}`;
}

const MOST = 12; // what is answered is shown, and so counts as seen

/** @type {Handlers["recent"]} */
async function recent({ text }) {
  const outgoing = (await allOutgoing()).filter(({ refund }) => mentions(refund, text));
  try {
    const page = await call("GET", text ? `/v1/refunds?${new URLSearchParams({ text })}` : "/v1/refunds");
    const refunds = page.refunds.slice(0, MOST);
    for (const status of refunds) await markSeen(status);
    pollSoon();
    return { refunds, more: page.refunds.length > MOST, outgoing, trouble: null };
  } catch (error) {
    return { refunds: [], more: false, outgoing, trouble: Trouble.from(error).toDocument() };
  }
}

/** As the helper looks for it. @param {import("../shared/messages.js").EnteredRefund} refund @param {string} text */
function mentions({ order }, text) {
  const names = [
    order.reference_order_id,
    order.merchant_order_id,
    ...order.order_items.map((item) => item.merchant_sku),
  ];
  return names.some((name) => name.toLowerCase().includes(text.toLowerCase()));
}

/** @template T @param {T} answer @returns {Promise<T>} */
async function thenPoll(answer) {
  pollSoon();
  return answer;
}

const NO_TAB = -1; // a page of the extension that lies in none

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const own = sender.url?.startsWith(chrome.runtime.getURL("")) ?? false;
  /** @type {Record<string, (body: any, tab: number) => Promise<unknown>>} */
  const handlers = own ? { ...forPortal, ...forOwnPages } : forPortal;
  const handler = Object.hasOwn(handlers, message.name) ? handlers[message.name] : null;
  if (!handler || sender.id !== chrome.runtime.id) return false;
  handler(message.body, sender.tab?.id ?? NO_TAB).then(
    (ok) => reply({ ok }),
    (error) => reply({ trouble: Trouble.from(error).toDocument() }),
  );
  return true; // the answer comes later
});

chrome.alarms.onAlarm.addListener((alarm) => {
  if (alarm.name === ALARM) pollSoon();
});
chrome.permissions.onAdded.addListener(() => pollSoon());
chrome.permissions.onRemoved.addListener(() => pollSoon());
chrome.runtime.onStartup.addListener(() => pollSoon());
chrome.runtime.onInstalled.addListener(() => {
  void registerScripts();
  pollSoon();
});
void resumePolling();
void dropOldDrafts();
