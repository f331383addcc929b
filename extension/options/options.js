import { ask } from "../shared/messages.js";
import { byId, translate } from "../shared/page.js";
import { askPermission } from "../shared/permissions.js";
import * as addresses from "./addresses.js";
import * as connectionTest from "./connection_test_view.js";
import * as pairing from "./pairing.js";

/**
 * The options: pairing with the helper, the connection test, and other addresses of the portal.
 *
 * @typedef {import("../shared/error_text.js").Remedy} Remedy
 */

/** @type {Record<Remedy, () => unknown>} */
const MENDS = {
  allow: () => askPermission().then(lookAgain),
  set_port: () => byId("port").focus(),
  pair: () => byId("code").focus(),
  try_again: lookAgain,
  refresh: () => location.reload(),
  open_dashboard: () => ask("open_dashboard", null),
};

/** Straight from the click, since the browser wants that for a permission. @param {Remedy} remedy */
async function mend(remedy) {
  await pairing.reportTrouble(MENDS[remedy]);
}

async function lookAgain() {
  await pairing.look();
  if (!byId("steps").hidden) await connectionTest.runTest();
}

translate();
connectionTest.start(mend);
await Promise.all([addresses.start(), pairing.start(mend)]);
