import { portals } from "../portal/portals.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { openFromButton, openFromPopup } from "./open_panel.js";
import { showRefundButtons } from "./refund_button.js";
import { answerShownOrder } from "./shown_order.js";

/** Starts on a page of the portal, or on another address only where the seller allowed it. */
export async function start() {
  const here = location.origin;
  const allowed = async () => ((await ask("addresses", null)).includes(here) ? portals[0] : null);
  const portal = portals.find(({ addresses }) => addresses.includes(here)) ?? (await allowed());
  if (!portal) return;
  for (const key of ["trouble_context_gone", "remedy_refresh"]) getMessage(key); // said when no words can be fetched any more
  answerShownOrder(portal);
  showRefundButtons(portal, (overlay, button) => openFromButton(portal, overlay, button));
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.name !== "open_panel" || sender.id !== chrome.runtime.id) return;
    reply({ ok: null });
    void openFromPopup(portal);
  });
}
