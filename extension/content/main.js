import { jet } from "../portal/jet.js";
import { ask } from "../shared/messages.js";
import { words } from "../shared/words.js";
import { observe } from "./observe.js";
import { visit } from "./visit.js";

/** Starts on a page of the portal, or on another address only where the seller allowed it. */
export async function start() {
  const here = location.origin;
  if (!jet.addresses.includes(here) && !(await ask("addresses", null)).includes(here)) return;
  for (const key of ["trouble_context_gone", "refund_order", "close"]) words(key); // said when no words can be fetched any more
  observe(jet, (overlay, button) => visit(jet, overlay, button));
}
