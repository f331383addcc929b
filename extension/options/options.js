import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { byId, translate } from "../shared/page.js";
import { troubleWords } from "../shared/troubles.js";
import { words } from "../shared/words.js";

/**
 * Pairing with the helper, and the addresses at which the extension works beside the portal's own.
 *
 * @typedef {import("../shared/messages.js").Connection} Connection
 */

const LOOK_MS = 3_000;

/** @param {Connection} connection */
function show(connection) {
  const trouble = connection.trouble && Trouble.of(connection.trouble);
  const state = byId("state");
  const needs = connection.health?.parts?.filter((part) => part.state === "needs_you" && part.reason).map((part) => part.reason) ?? [];
  const said = trouble ? troubleWords(trouble) : [words("connected", connection.port), ...needs].join(" ");
  if (state.textContent !== said) state.textContent = said;
  state.className = `state ${trouble || needs.length ? "" : "fine"}`;
  if (document.activeElement !== byId("port") && !byId("port").dataset.typed) byId("port").value = String(connection.port);
  byId("unpair").hidden = !connection.paired;
  byId("allow-row").hidden = trouble?.code !== "no_permission";
}

/** @param {unknown} error */
function showTrouble(error) {
  const state = byId("state");
  state.textContent = troubleWords(Trouble.from(error));
  state.className = "state bad";
  state.dataset.until = String(Date.now() + 2 * LOOK_MS); // long enough to be read
}

async function look() {
  if (Number(byId("state").dataset.until ?? 0) > Date.now()) return;
  try {
    show(await ask("connection", null));
  } catch (error) {
    showTrouble(error);
  }
}

/** @param {string} port @param {string} code */
async function pair(port, code) {
  const number = /^\d{1,5}$/.test(port.trim()) ? Number(port) : 0;
  try {
    if (number < 1 || number > 65535) throw new Trouble("port_unclear");
    if (!code.trim()) show(await ask("set_port", { port: number }));
    else show(await ask("pair", { port: number, code: code.trim(), client: clientName() }));
    delete byId("port").dataset.typed;
    delete byId("state").dataset.until;
    byId("code").value = "";
  } catch (error) {
    showTrouble(error);
  }
}

/** @returns {string} a name by which the seller knows this browser again */
function clientName() {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent) ? "Edge" : /Firefox\//.test(agent) ? "Firefox" : /Chrome\//.test(agent) ? "Chromium" : "Browser";
  const system = /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "macOS" : "Linux";
  return `${browser}, ${system}`;
}

/** A link from the helper carries all that pairing takes; the seller only says yes. */
function askFromLink() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const [port, code, portal] = [wanted.get("port") ?? "", wanted.get("code") ?? "", wanted.get("portal") ?? ""];
  byId("ask").hidden = !(code || portal);
  const said = [];
  if (code) said.push(words("ask_pair", port));
  if (portal) said.push(words("ask_portal", portal));
  byId("ask-text").textContent = said.join(" ");
  const done = () => {
    byId("ask").hidden = true;
    history.replaceState(null, "", location.pathname); // a code is for once
  };
  byId("yes").onclick = async (/** @type {MouseEvent} */ event) => {
    if (!event.isTrusted) return;
    if (portal) await addAddress(portal);
    if (code) await pair(port, code);
    done();
  };
  byId("no").onclick = done;
}

/** @param {string} address */
async function addAddress(address) {
  const state = byId("address-state");
  state.hidden = true;
  try {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url?.protocol === "http:" && url.hostname === "localhost") await chrome.permissions.request({ origins: ["http://localhost/*"] });
    showAddresses(await ask("add_address", { address }));
    byId("address").value = "";
  } catch (error) {
    state.textContent = troubleWords(Trouble.from(error));
    state.hidden = false;
  }
}

/** @param {string[]} addresses */
function showAddresses(addresses) {
  byId("addresses").replaceChildren(
    ...addresses.map((address) => {
      const row = document.createElement("li");
      const remove = document.createElement("button");
      remove.textContent = words("remove");
      remove.setAttribute("aria-label", words("remove_address", address));
      remove.onclick = async () => showAddresses(await ask("remove_address", { address }));
      row.append(address, remove);
      return row;
    }),
  );
}

translate();
byId("port").oninput = () => (byId("port").dataset.typed = "yes");
byId("pair").onclick = () => pair(byId("port").value, byId("code").value);
byId("allow").onclick = () => chrome.permissions.request({ origins: ["http://127.0.0.1/*", "https://partner.jet.com/*"] }).then(look);
byId("unpair").onclick = async () => show(await ask("unpair", null));
byId("add").onclick = () => addAddress(byId("address").value.trim());
addEventListener("hashchange", askFromLink);
askFromLink();
showAddresses(await ask("addresses", null));
await look();
setInterval(look, LOOK_MS);
