import { Trouble } from "../shared/errors.js";
import { addAddress, addresses, register, removeAddress } from "./addresses.js";
import { allOutgoing, draft, dropOutgoing, keepDraft, outgoing } from "./drafts.js";
import { call } from "./helper.js";
import { connection, pair, setPort, unpair } from "./pairing.js";
import { ALARM, refund, seen, takeBack, watchSoon } from "./watch.js";

/**
 * @typedef {import("../shared/messages.js").Messages} Messages
 * @typedef {{[N in keyof Messages]: (body: Messages[N]["ask"]) => Promise<Messages[N]["answer"]>}} Handlers
 * @typedef {"recent" | "connection" | "set_port" | "pair" | "unpair" | "add_address" | "remove_address"} Own
 */

/** What a page of the portal may ask. @type {Omit<Handlers, Own>} */
const forPages = {
  standing: (order) => call("POST", "/v1/orders", order),
  check: (refund) => call("POST", "/v1/refunds?check=1", refund),
  refund,
  outgoing,
  take_back: takeBack,
  forget: (refund) => dropOutgoing(refund).then(watchOn),
  status: ({ id }) => call("GET", `/v1/refunds/${id}`).then(seen),
  undo: ({ id }) => call("POST", `/v1/refunds/${id}/undo`, {}).then(seen).then(watchOn),
  send: ({ id }) => call("POST", `/v1/refunds/${id}/send`, {}).then(watchOn),
  draft,
  keep_draft: keepDraft,
  addresses,
  open_options: () => chrome.runtime.openOptionsPage().then(() => null),
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
};

/** @type {Handlers["recent"]} */
async function recent() {
  const waiting = await allOutgoing();
  try {
    const { refunds } = await call("GET", "/v1/refunds");
    for (const status of refunds) await seen(status);
    watchSoon();
    return { refunds, outgoing: waiting, trouble: null };
  } catch (error) {
    return { refunds: [], outgoing: waiting, trouble: Trouble.from(error).toDocument() };
  }
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
chrome.runtime.onStartup.addListener(() => watchSoon());
chrome.runtime.onInstalled.addListener(() => {
  void register();
  watchSoon();
});
