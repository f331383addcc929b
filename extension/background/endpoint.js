import { read, remove, write } from "./store.js";

/**
 * Where the helper is, and by what it knows this browser.
 *
 * @typedef {{browser: string, secret: CryptoKey}} Pairing the id that the helper gave, and what this browser proves itself by
 */

const DEFAULT_PORT = 23750;

/** @returns {Promise<{port: number, pairing: Pairing | null}>} pairing: null before it is paired */
export async function endpoint() {
  const [port, pairing] = await Promise.all([read("settings", "port"), read("settings", "pairing")]);
  return { port: port ?? DEFAULT_PORT, pairing: pairing ?? null };
}

/** The pairing stays: nothing of it is shown to whoever is there. @param {number} port */
export async function savePort(port) {
  await write("settings", "port", port);
}

/** @param {{port: number, pairing: Pairing}} paired */
export async function savePairing({ port, pairing }) {
  await write("settings", "port", port);
  await write("settings", "pairing", pairing);
}

/** The helper does not know this browser any more. */
export async function dropPairing() {
  await remove("settings", "pairing");
}
