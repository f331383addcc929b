import { portals } from "../portal/portals.js";
import { getMessage } from "../shared/i18n.js";
import { ask } from "../shared/messages.js";
import { runFlow, runFlowFromPopup } from "./flow.js";
import { showRefundButtons } from "./refund_button.js";
import { answerShownOrder } from "./shown_order.js";

/** Starts on a page of the portal, or on another address only where the seller allowed it. */
export async function start() {
  const here = location.origin;
  const allowed = async () => ((await ask("addresses", null)).includes(here) ? portals[0] : null);
  const portal = portals.find(({ addresses }) => addresses.includes(here)) ?? (await allowed());
  if (!portal) return;
  for (const key of ["trouble_context_gone", "remedy_refresh", "language", "refund_order", "close"]) getMessage(key); // said when no words can be fetched any more
  answerShownOrder(portal);
  showRefundButtons(portal, (overlay, button) => runFlow(portal, overlay, button));
  chrome.runtime.onMessage.addListener((message, sender, reply) => {
    if (message?.name !== "open_panel" || sender.id !== chrome.runtime.id) return;
    reply({ ok: null });
    void runFlowFromPopup(portal);
  });
}
