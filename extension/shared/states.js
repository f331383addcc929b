import { dollars } from "./money.js";
import { words } from "./words.js";

/**
 * Where a refund stands, in one sentence. It never says "refunded": what is known is that Solid Commerce took it.
 *
 * @param {import("./documents.js").RefundStatus} status
 * @returns {string}
 */
export function stateWords(status) {
  if (status.state === "rejected" || status.state === "partly_accepted") {
    const said = processorsWords(status);
    return said ? words(`state_${status.state}_because`, said) : words(`state_${status.state}`);
  }
  if (status.state === "queued" || status.state === "prepared") return status.reason ? words("state_waiting", status.reason) : words("state_sending");
  if (status.state === "delivered" && status.reason) return words("state_delivered_but", status.reason);
  if (status.state === "accepted" && status.reason) return words("state_accepted_but", status.reason); // a later answer said otherwise
  return words(`state_${status.state}`, dollars(status.total));
}

/** @param {import("./documents.js").RefundStatus} status @returns {string} each of its sentences once */
function processorsWords(status) {
  return [...new Set(status.lines.map((line) => line.error_message).filter(Boolean))].join(" \u00b7 ") || (status.reason ?? "");
}

/** @param {string} time RFC 3339 @returns {string} as the seller's browser writes it */
export function moment(time) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));
}
