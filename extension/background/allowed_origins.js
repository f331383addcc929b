import { Trouble } from "../shared/errors.js";
import { read, write } from "./store.js";

/** Other addresses at which the seller lets the extension work, such as the practice portal on this computer. */

/** As the manifest has them for the portal's own addresses. @type {(Omit<chrome.scripting.RegisteredContentScript, "css"> & {js: string[]})[]} */
const SCRIPTS = [
  { id: "other-addresses", js: ["content/loader.js"], runAt: "document_idle", persistAcrossSessions: true },
  {
    id: "other-addresses-page-world",
    js: ["page_world/listener.js"],
    runAt: "document_start",
    world: "MAIN",
    allFrames: true,
    persistAcrossSessions: true,
  },
];

/** @returns {Promise<string[]>} origins */
export async function allowedOrigins() {
  return (await read("settings", "addresses")) ?? [];
}

/** @param {{address: string}} wanted @returns {Promise<string[]>} all origins @throws {Trouble} address_not_local, address_not_allowed */
export async function allowOrigin({ address }) {
  const origin = localOrigin(address);
  const granted = await chrome.permissions.contains({ origins: [pattern(origin)] });
  if (!granted) throw new Trouble("address_not_allowed", { facts: [origin] });
  await saveOrigins([...new Set([...(await allowedOrigins()), origin])]);
  return allowedOrigins();
}

/** @param {{address: string}} wanted an origin @returns {Promise<string[]>} the origins that are left */
export async function disallowOrigin({ address }) {
  await saveOrigins((await allowedOrigins()).filter((origin) => origin !== address));
  return allowedOrigins();
}

/** @param {string[]} origins */
async function saveOrigins(origins) {
  await write("settings", "addresses", origins);
  await registerScripts();
}

/** Scripts that were registered live through restarts, not through updates of the extension. */
export async function registerScripts() {
  const matches = [...new Set((await allowedOrigins()).map(pattern))];
  const known = await chrome.scripting.getRegisteredContentScripts({ ids: SCRIPTS.map(({ id }) => id) });
  if (known.length) await chrome.scripting.unregisterContentScripts({ ids: known.map(({ id }) => id) });
  if (matches.length) {
    await chrome.scripting.registerContentScripts(SCRIPTS.map((script) => ({ ...script, matches })));
  }
}

/**
 * Without the port, which Firefox does not take in a pattern; content/main.js compares the whole address.
 *
 * @param {string} origin
 */
function pattern(origin) {
  return `http://${new URL(origin).hostname}/*`;
}

/** @param {string} address */
function localOrigin(address) {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || url.protocol !== "http:" || !["127.0.0.1", "localhost"].includes(url.hostname)) {
    throw new Trouble("address_not_local", { facts: [address] });
  }
  return url.origin;
}
