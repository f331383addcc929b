import { Trouble } from "../shared/errors.js";
import { getMessage } from "../shared/i18n.js";
import { panelFrame } from "./panel_frame.js";

/**
 * From a seller's wish until he closes the panel: the page is read, and the panel is told what it shows.
 *
 * @typedef {import("../portal/portal.js").Portal} Portal
 * @typedef {import("../portal/portal.js").OpenOverlay} OpenOverlay
 */

/**
 * The seller clicked Refund in an order.
 *
 * @param {Portal} portal
 * @param {OpenOverlay} overlay in which the order lies open
 * @param {HTMLButtonElement} pressed
 */
export async function openFromButton(portal, overlay, pressed) {
  await whenIdle(async () => {
    pressed.textContent = getMessage("reading");
    const panel = panelFrame();
    const read = await readPage(portal, overlay, panel.closed);
    pressed.textContent = getMessage("refund");
    panel.show();
    panel.tell(read);
    await closed(panel);
  });
}

/**
 * The seller asked for the panel without the button: for the order that lies open, or for an order that is pasted.
 *
 * @param {Portal} portal
 */
export async function openFromPopup(portal) {
  await whenIdle(async () => {
    const panel = panelFrame();
    panel.show();
    const read = await readPage(portal, portal.findOverlay(), panel.closed);
    if (panel.closed.aborted) return;
    panel.tell(read);
    await closed(panel);
  });
}

/** @param {Portal} portal @param {OpenOverlay | null} overlay @param {AbortSignal} signal */
async function readPage(portal, overlay, signal) {
  const nothing = { reading: null, trouble: null, number: overlay?.number ?? null };
  if (!overlay) return nothing;
  try {
    return { ...nothing, reading: await portal.read(overlay, signal) };
  } catch (error) {
    return { ...nothing, trouble: Trouble.from(error).toDocument() };
  }
}

let busy = false;

/** No two at a time: a second click would read while the first still reads. @param {() => Promise<void>} work */
async function whenIdle(work) {
  if (busy) return;
  busy = true;
  try {
    await work();
  } finally {
    busy = false;
  }
}

/** @param {import("./panel_frame.js").PanelFrame} panel @returns {Promise<void>} */
function closed({ closed: signal }) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve());
  });
}
