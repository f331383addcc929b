/** States in which nothing more will happen by itself. @type {readonly import("./documents.d.ts").State[]} */
export const FINAL_STATES = ["accepted", "rejected", "partly_accepted", "cancelled"];
