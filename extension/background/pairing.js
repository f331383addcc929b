import { Trouble } from "../shared/errors.js";
import { permitted } from "../shared/permissions.js";
import { allOutgoing, dropDrafts } from "./drafts.js";
import { call, exchange, hello } from "./helper.js";
import { read, remove, write } from "./store.js";

/** Where the helper is and whether it trusts this browser. */

const DEFAULT_PORT = 23750;

/** @returns {Promise<{port: number, token: string | null}>} */
export async function place() {
  const [port, token] = await Promise.all([read("settings", "port"), read("settings", "token")]);
  return { port: port ?? DEFAULT_PORT, token: token ?? null };
}

/**
 * Looks at what a refund needs, one after the other, up to the first that fails: options/trial.js names these steps.
 *
 * @returns {Promise<import("../shared/messages.js").Connection>}
 */
export async function connection() {
  const [{ port, token }, outgoing] = await Promise.all([place(), allOutgoing()]);
  const kept = outgoing.filter((one) => Trouble.of(one.trouble).passes).length; // what was refused does not go out by itself
  const found = { port, paired: token !== null, kept };
  try {
    await permitted();
    return { ...found, trouble: null, health: await health() };
  } catch (error) {
    return { ...found, trouble: Trouble.from(error).toDocument(), health: null };
  }
}

/** @returns {Promise<import("../shared/documents.js").FullHealth>} @throws {Trouble} */
export async function health() {
  const said = await call("GET", "/v1/health");
  if (!said.parts) throw new Trouble("token_refused"); // the helper tells a browser that it does not know no more than its name
  return said;
}

/** @param {{port: number}} wanted */
export async function setPort({ port }) {
  if ((await place()).port !== port) await remove("settings", "token"); // it is for one helper, and never shown to another
  await write("settings", "port", port);
  return connection();
}

/**
 * Trades the code that the helper shows for a token. The port is kept only when the helper is there and took the code.
 *
 * @param {{port: number, code: string, client: string}} wanted
 */
export async function pair({ port, code, client }) {
  await hello(port);
  const { token } = await exchange({ port, token: null }, "POST", "/v1/pairings", { code, client });
  await write("settings", "port", port);
  await write("settings", "token", token);
  return connection();
}

/** What was clicked stays: it waits for a helper that knows this browser. */
export async function unpair() {
  await remove("settings", "token");
  await dropDrafts();
  return connection();
}
