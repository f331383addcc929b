import { showStand, standOf, standOfTrouble } from "../shared/connection.js";
import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { byId } from "../shared/page.js";
import { testReport, testSteps } from "./connection_test.js";

/**
 * The connection test on screen: each step with its result, the first that fails with its sentence and its button.
 *
 * @param {(remedy: import("../shared/error_text.js").Remedy) => void} mend
 */
export function start(mend) {
  byId("try").onclick = runTest;
  byId("trial-mend").onclick = () => mend(byId("trial-mend").dataset.remedy);
  byId("copy").onclick = async () => {
    await navigator.clipboard.writeText(byId("report").value);
    byId("copied").textContent = getMessage("copied");
  };
}

/** Looks at each step anew; a second click meanwhile does nothing. */
export async function runTest() {
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
  const steps = testSteps(connection);
  const failed = steps.find(({ result }) => result === "failed");
  const { kind, sentence } = standOf(connection);
  const stand = failed
    ? { kind: /** @type {const} */ ("bad"), sentence: failed.sentence, remedy: failed.remedy }
    : { kind, sentence, remedy: null };
  showStand(stand, byId("trial-state"), byId("trial-mend"), true);
  byId("steps").replaceChildren(...steps.map(row));
  byId("steps").hidden = false;
  const version = chrome.runtime.getManifest().version;
  byId("report").value = testReport(connection, { version, browser: navigator.userAgent, at: new Date() });
  byId("report-row").hidden = false;
}

/** @param {import("./connection_test.js").Step} step */
function row({ step, result, sentence }) {
  const item = document.createElement("li");
  item.className = result;
  const name = document.createElement("span");
  name.textContent = getMessage(`step_${step}`);
  const outcome = document.createElement("strong");
  outcome.textContent = getMessage(`result_${result}`);
  item.append(name, " ", outcome);
  if (sentence && result === "waiting") item.append(" ", sentence); // what fails is said above, once
  return item;
}
