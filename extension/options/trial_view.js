import { showStand, standOf, standOfTrouble } from "../shared/connection.js";
import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { byId } from "../shared/page.js";
import { words } from "../shared/words.js";
import { report, steps } from "./trial.js";

/**
 * The connection test on screen: each step with its result, the first that fails with its sentence and its button.
 *
 * @param {(remedy: import("../shared/troubles.js").Remedy) => void} mend
 */
export function start(mend) {
  byId("try").onclick = tryOut;
  byId("trial-mend").onclick = () => mend(byId("trial-mend").dataset.remedy);
  byId("copy").onclick = async () => {
    await navigator.clipboard.writeText(byId("report").value);
    byId("copied").textContent = words("copied");
  };
}

export async function tryOut() {
  const button = byId("try");
  if (button.getAttribute("aria-busy")) return;
  button.setAttribute("aria-busy", "true");
  byId("trial-state").textContent = "";
  byId("copied").textContent = "";
  try {
    show(await ask("connection", null));
  } catch (error) {
    showStand(standOfTrouble(Trouble.from(error)), byId("trial-state"), byId("trial-mend"), true);
  } finally {
    button.removeAttribute("aria-busy");
  }
}

/** @param {import("../shared/messages.js").Connection} connection */
function show(connection) {
  const walked = steps(connection);
  const stops = walked.find((one) => one.result === "failed");
  const { kind, sentence } = standOf(connection);
  const stand = stops ? { kind: /** @type {const} */ ("bad"), sentence: stops.sentence, remedy: stops.remedy } : { kind, sentence, remedy: null };
  showStand(stand, byId("trial-state"), byId("trial-mend"), true);
  byId("steps").replaceChildren(...walked.map(row));
  byId("steps").hidden = false;
  const version = chrome.runtime.getManifest().version;
  byId("report").value = report(connection, { version, browser: navigator.userAgent, at: new Date() });
  byId("report-row").hidden = false;
}

/** @param {import("./trial.js").Step} step */
function row({ step, result, sentence }) {
  const item = document.createElement("li");
  item.className = result;
  const name = document.createElement("span");
  name.textContent = words(`step_${step}`);
  const said = document.createElement("strong");
  said.textContent = words(`result_${result}`);
  item.append(name, " ", said);
  if (sentence && result === "waiting") item.append(" ", sentence); // what fails is said above, once
  return item;
}
