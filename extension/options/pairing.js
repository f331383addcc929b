import { showStand, standOf, standOfTrouble } from "../shared/connection.js";
import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { byId } from "../shared/page.js";
import { addAddress } from "./addresses.js";

/**
 * How the connection with the helper is, the button that mends it, and pairing.
 *
 * @typedef {import("../shared/messages.js").Connection} Connection
 */

const LOOK_MS = 3_000;

/** @param {(remedy: import("../shared/error_text.js").Remedy) => void} mend */
export async function start(mend) {
  byId("port").oninput = () => (byId("port").dataset.typed = "yes");
  byId("mend").onclick = () => mend(byId("mend").dataset.remedy);
  byId("pairing").onsubmit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void pair(byId("port").value, byId("code").value);
  };
  byId("unpair").onclick = async () => {
    show(await ask("unpair", null));
    byId("code").focus(); // the button that was in focus is gone
  };
  addEventListener("hashchange", askFromLink);
  askFromLink();
  await look();
  setInterval(look, LOOK_MS);
}

/** @param {Connection} connection */
function show(connection) {
  showStand(standOf(connection), byId("state"), byId("mend"), true);
  if (document.activeElement !== byId("port") && !byId("port").dataset.typed) {
    byId("port").value = String(connection.port);
  }
  byId("unpair").hidden = !connection.paired;
}

/** Asks how the connection is, and shows it. */
export async function look() {
  try {
    show(await ask("connection", null));
  } catch (error) {
    showStand(standOfTrouble(Trouble.from(error)), byId("state"), byId("mend"), true);
  }
}

/**
 * Does what a button is for, and says what is in the way; that stays until the next try, since errors that vanish are
 * not read.
 *
 * @param {() => unknown} work begun at once: a permission can only be asked for straight from a click
 * @returns {Promise<Trouble | null>}
 */
export async function reportTrouble(work) {
  const error = byId("said");
  error.hidden = true;
  try {
    await work();
    return null;
  } catch (reason) {
    const trouble = Trouble.from(reason);
    error.textContent = troubleText(trouble);
    error.hidden = false;
    return trouble;
  }
}

/** @param {string} port @param {string} code */
async function pair(port, code) {
  const number = /^\d{1,5}$/.test(port.trim()) ? Number(port) : 0;
  const trouble = await reportTrouble(async () => {
    if (number < 1 || number > 65535) throw new Trouble("port_unclear");
    if (!code.trim()) show(await ask("set_port", { port: number }));
    else show(await ask("pair", { port: number, code: code.trim(), client: clientName() }));
    delete byId("port").dataset.typed;
    byId("code").value = "";
  });
  if (trouble) byId(trouble.code === "port_unclear" ? "port" : "code").focus();
}

/** @returns {string} a name by which the seller knows this browser again */
function clientName() {
  const agent = navigator.userAgent;
  const browser = /Edg\//.test(agent)
    ? "Edge"
    : /Firefox\//.test(agent)
      ? "Firefox"
      : /Chrome\//.test(agent)
        ? "Chromium"
        : "Browser";
  const system = /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "macOS" : "Linux";
  return `${browser}, ${system}`;
}

/** A link from the helper carries all that pairing takes; the seller only says yes. */
function askFromLink() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const [port, code, portal] = [wanted.get("port") ?? "", wanted.get("code") ?? "", wanted.get("portal") ?? ""];
  byId("ask").hidden = !(code || portal);
  const questions = [];
  if (code) questions.push(getMessage("ask_pair", port));
  if (portal) questions.push(getMessage("ask_portal", portal));
  byId("ask-text").textContent = questions.join(" ");
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
