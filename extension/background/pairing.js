import { Trouble } from "../shared/errors.js";
import { permitted } from "../shared/permissions.js";
import { dropDrafts } from "./drafts.js";
import { dropPairing, endpoint, savePairing, savePort } from "./endpoint.js";
import { call, exchange, greet, greetByCode } from "./helper.js";
import { allOutgoing } from "./outgoing.js";
import { newSecret, verifierOf } from "./proof.js";

/** Whether the helper trusts this browser, and how the connection with it is. */

/**
 * Looks at what a refund needs, step by step, up to the first that fails: options/connection_test.js names these steps.
 *
 * @returns {Promise<import("../shared/messages.js").Connection>}
 */
export async function connection() {
  const [{ port, pairing }, outgoing] = await Promise.all([endpoint(), allOutgoing()]);
  const kept = outgoing.filter(({ trouble }) => Trouble.fromDocument(trouble).passes).length; // what was refused does not go out by itself
  const found = { port, paired: pairing !== null, kept };
  try {
    await permitted();
    return { ...found, trouble: null, health: await health() };
  } catch (error) {
    return { ...found, trouble: Trouble.from(error).toDocument(), health: null };
  }
}

/** @returns {Promise<import("../shared/messages.js").FullHealth>} @throws {Trouble} */
export function health() {
  return call("GET", "/v1/health");
}

/** @param {{port: number}} wanted @returns {Promise<import("../shared/messages.js").Connection>} with the helper on that port */
export async function setPort({ port }) {
  await savePort(port);
  return connection();
}

/**
 * Gives the helper what checks a new secret, after both have proved that they know the code. Port and pairing are kept only
 * when it took them; a pairing of before is ended.
 *
 * @param {{port: number, code: string, client: string}} wanted client: by which name the seller knows this browser again
 * @returns {Promise<import("../shared/messages.js").Connection>}
 * @throws {Trouble} as of greetByCode
 */
export async function pair({ port, code, client }) {
  const helper = await greetByCode(port, code);
  const secret = await newSecret();
  const { browser } = await exchange(helper, "POST", "/v1/pairings", { client, ...(await verifierOf(secret)) });
  const before = await endpoint();
  await savePairing({ port, pairing: { browser, secret } });
  await endPairing(before);
  return connection();
}

/** What was clicked stays: it waits for a helper that knows this browser. @returns {Promise<import("../shared/messages.js").Connection>} */
export async function unpair() {
  const before = await endpoint();
  await dropPairing();
  await dropDrafts();
  await endPairing(before);
  return connection();
}

/**
 * The helper is told, if it is there and knows of it; where it is not, the seller ends it on the helper's page.
 *
 * @param {{port: number, pairing: import("./endpoint.js").Pairing | null}} ended which this browser does not keep any more
 */
async function endPairing({ port, pairing }) {
  if (!pairing) return;
  try {
    await exchange(await greet(port, pairing), "POST", "/v1/pairings/end", {});
  } catch (error) {
    if (!Trouble.from(error).passes) throw error;
  }
}
