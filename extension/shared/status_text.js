import { getMessage } from "./i18n.js";
import { dollars } from "./money.js";

/**
 * Where a refund stands, in a sentence. It never says "refunded": what is known is that Solid Commerce took it.
 *
 * @param {import("./documents.d.ts").RefundStatus} status
 * @returns {string}
 */
export function statusText(status) {
  if (status.state === "rejected" || status.state === "partly_accepted") {
    const reason = processorText(status);
    return reason ? getMessage(`state_${status.state}_because`, reason) : getMessage(`state_${status.state}`);
  }
  if (status.state === "queued" || status.state === "prepared") {
    return status.reason ? getMessage("state_waiting", status.reason) : getMessage("state_sending");
  }
  if (status.state === "delivered" && status.reason) return getMessage("state_delivered_but", status.reason);
  if (status.state === "accepted" && status.reason) return getMessage("state_accepted_but", status.reason); // a later answer said otherwise
  return getMessage(`state_${status.state}`, dollars(status.total));
}

/** @param {import("./documents.d.ts").RefundStatus} status @returns {string} each of its sentences once */
function processorText(status) {
  return (
    [...new Set(status.lines.map((line) => line.error_message).filter(Boolean))].join(" \u00b7 ") ||
    (status.reason ?? "")
  );
}

/** @param {string} time RFC 3339 @returns {string} as the seller's browser writes it */
export function moment(time) {
  return new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }).format(new Date(time));
}
