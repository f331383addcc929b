import { showStand, standOf, standOfTrouble } from "../shared/connection.js";
import { troubleText } from "../shared/error_text.js";
import { Trouble } from "../shared/errors.js";
import { ask } from "../shared/messages.js";
import { byId, translate } from "../shared/page.js";
import * as currentOrder from "./current_order.js";
import * as refunds from "./refunds.js";

/** How the connection is, the order in this tab, and the last refunds. */

const LOOK_MS = 2_000;

/** @typedef {import("../shared/error_text.js").Remedy} Remedy */

/** @type {Record<Remedy, () => unknown>} */
const MENDS = {
  allow: openOptions,
  set_port: openOptions,
  pair: openOptions,
  try_again: look,
  refresh: () => location.reload(),
  open_dashboard: () => ask("open_dashboard", null).then(() => window.close()),
};

/** @param {Remedy} remedy */
async function mend(remedy) {
  const error = byId("said");
  error.hidden = true;
  try {
    await MENDS[remedy]();
  } catch (reason) {
    error.textContent = troubleText(Trouble.from(reason));
    error.hidden = false;
  }
}

async function openOptions() {
  await chrome.runtime.openOptionsPage();
  window.close();
}

async function look() {
  try {
    const [connection] = await Promise.all([ask("connection", null), refunds.look()]);
    show(standOf(connection));
  } catch (error) {
    show(standOfTrouble(Trouble.from(error)));
  }
}

/** @param {import("../shared/connection.js").Stand} stand */
function show(stand) {
  showStand(stand, byId("state"), byId("mend"));
}

translate();
document.body.classList.toggle("tab", Boolean(await chrome.tabs.getCurrent()));
byId("options").onclick = openOptions;
byId("mend").onclick = () => mend(byId("mend").dataset.remedy);
refunds.start();
await Promise.all([look(), currentOrder.start()]);
setInterval(look, LOOK_MS);
