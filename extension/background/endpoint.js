import { read, remove, write } from "./store.js";

/** Where the helper is, and the token by which it knows this browser. */

const DEFAULT_PORT = 23750;

/** @returns {Promise<{port: number, token: string | null}>} token: null before the pairing */
export async function endpoint() {
  const [port, token] = await Promise.all([read("settings", "port"), read("settings", "token")]);
  return { port: port ?? DEFAULT_PORT, token: token ?? null };
}

/** A token is shown to the helper that gave it and to no other: with a new port it is dropped. @param {number} port */
export async function savePort(port) {
  if ((await endpoint()).port !== port) await dropToken();
  await write("settings", "port", port);
}

/** @param {{port: number, token: string}} paired */
export async function savePairing({ port, token }) {
  await write("settings", "port", port);
  await write("settings", "token", token);
}

/** The helper does not know this browser any more. */
export async function dropToken() {
  await remove("settings", "token");
}
