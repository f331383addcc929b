import { Trouble } from "../shared/errors.js";
import { permitted } from "../shared/permissions.js";
import { dropDrafts } from "./drafts.js";
import { dropToken, endpoint, savePairing, savePort } from "./endpoint.js";
import { call, exchange, hello } from "./helper.js";
import { allOutgoing } from "./outgoing.js";

/** Whether the helper trusts this browser, and how the connection with it is. */

/**
 * Looks at what a refund needs, step by step, up to the first that fails: options/connection_test.js names these steps.
 *
 * @returns {Promise<import("../shared/messages.js").Connection>}
 */
export async function connection() {
  const [{ port, token }, outgoing] = await Promise.all([endpoint(), allOutgoing()]);
  const kept = outgoing.filter(({ trouble }) => Trouble.fromDocument(trouble).passes).length; // what was refused does not go out by itself
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
  const answer = await call("GET", "/v1/health");
  if (!answer.parts) throw new Trouble("token_refused"); // the helper tells a browser that it does not know no more than its name
  return answer;
}

/** @param {{port: number}} wanted @returns {Promise<import("../shared/messages.js").Connection>} with the helper on that port */
export async function setPort({ port }) {
  await savePort(port);
  return connection();
}

/**
 * Trades the code that the helper shows for a token. The port is kept only when the helper is there and took the code.
 *
 * @param {{port: number, code: string, client: string}} wanted client: by which name the seller knows this browser again
 * @returns {Promise<import("../shared/messages.js").Connection>}
 * @throws {Trouble} as of hello; refused: the code is not good
 */
export async function pair({ port, code, client }) {
  await hello(port);
  const { token } = await exchange({ port, token: null }, "POST", "/v1/pairings", { code, client });
  await savePairing({ port, token });
  return connection();
}

/** What was clicked stays: it waits for a helper that knows this browser. @returns {Promise<import("../shared/messages.js").Connection>} */
export async function unpair() {
  await dropToken();
  await dropDrafts();
  return connection();
}
