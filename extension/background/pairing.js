import { Trouble } from "../shared/errors.js";
import { permitted } from "../shared/permissions.js";
import { dropDrafts } from "./drafts.js";
import { dropToken, endpoint, savePairing, savePort } from "./endpoint.js";
import { call, exchange, hello } from "./helper.js";
import { allOutgoing } from "./outgoing.js";

/** Whether the helper trusts this browser, and how the connection with it is. */

/**
 * Looks at what a refund needs, one after the other, up to the first that fails: options/connection_test.js names these steps.
 *
 * @returns {Promise<import("../shared/messages.js").Connection>}
 */
export async function connection() {
  const [{ port, token }, outgoing] = await Promise.all([endpoint(), allOutgoing()]);
  const kept = outgoing.filter(({ trouble }) => Trouble.of(trouble).passes).length; // what was refused does not go out by itself
  const found = { port, paired: token !== null, kept };
  try {
    await permitted();
    return { ...found, trouble: null, health: await health() };
  } catch (error) {
    return { ...found, trouble: Trouble.from(error).toDocument(), health: null };
  }
}

/** @returns {Promise<import("../shared/messages.js").FullHealth>} @throws {Trouble} */
export async function health() {
  const said = await call("GET", "/v1/health");
  if (!said.parts) throw new Trouble("token_refused"); // the helper tells a browser that it does not know no more than its name
  return said;
}

/** @param {{port: number}} wanted */
export async function setPort({ port }) {
  await savePort(port);
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
  await savePairing({ port, token });
  return connection();
}

/** What was clicked stays: it waits for a helper that knows this browser. */
export async function unpair() {
  await dropToken();
  await dropDrafts();
  return connection();
}
