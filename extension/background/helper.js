import { Trouble } from "../shared/errors.js";
import { granted } from "../shared/permissions.js";
import { endpoint } from "./endpoint.js";
import { clientProof, isProved, newNonce, secretOfCode } from "./proof.js";

/**
 * The helper on this computer. No other module of the extension uses the network.
 *
 * @typedef {import("../shared/documents.d.ts").Health} Health
 * @typedef {import("./endpoint.js").Pairing} Pairing
 * @typedef {import("./proof.js").Exchange} Exchange
 * @typedef {{secret: CryptoKey, exchange: Exchange}} Greeted a helper that has proved itself, for one call
 */

/** The version of the contract that this extension speaks. */
export const API = 2;
const NAME = "jet-refunds";
const HELLO_MS = 3_000;
const CALL_MS = 20_000;
const BY_CODE = "code";
const MOST_ROUNDS = 1_000_000; // a false helper could keep the browser busy

/**
 * Where the paired helper is, which has just proved that it is the one.
 *
 * @returns {Promise<Greeted>}
 * @throws {Trouble} as of hello; not_paired, pairing_ended
 */
export async function pairedHelper() {
  const { port, pairing } = await endpoint();
  return greet(port, pairing);
}

/**
 * @param {number} port
 * @param {Pairing | null} pairing
 * @returns {Promise<Greeted>}
 * @throws {Trouble} as of pairedHelper
 */
export async function greet(port, pairing) {
  const { health, answer, exchange } = await hello(port, pairing?.browser ?? null);
  if (!pairing) throw new Trouble("not_paired");
  if (!health.nonce) throw new Trouble("pairing_ended"); // whoever it is, it does not say that it knows this browser
  await believe(pairing.secret, exchange, answer);
  return { secret: pairing.secret, exchange: { ...exchange, serverNonce: health.nonce } };
}

/**
 * A helper that has proved that it knows the code, which nobody has been told.
 *
 * @param {number} port
 * @param {string} code
 * @returns {Promise<Greeted>}
 * @throws {Trouble} as of hello; code_wrong
 */
export async function greetByCode(port, code) {
  const { health, ...heard } = await hello(port, BY_CODE);
  const { nonce, salt = "", rounds = 0 } = health;
  if (!nonce || !/^[\w-]{22}$/.test(salt) || !(rounds > 0 && rounds <= MOST_ROUNDS)) throw new Trouble("code_wrong");
  const secret = await secretOfCode(code, { salt, rounds });
  if (!(await isProved(secret, heard.exchange, heard.answer))) throw new Trouble("code_wrong");
  return { secret, exchange: { ...heard.exchange, serverNonce: nonce } };
}

/**
 * Asks who listens on the port: it may be another program.
 *
 * @param {number} port
 * @param {string | null} browser by which id; null: by none
 * @throws {Trouble} helper_away, other_program, helper_old, extension_old
 */
async function hello(port, browser) {
  const clientNonce = newNonce();
  const asked = browser ? `?${new URLSearchParams({ browser, nonce: clientNonce })}` : "";
  const say = () => reach(port, `/v1/health${asked}`, {}, HELLO_MS);
  const answer = await say().catch((trouble) => {
    if (isHungUp(trouble)) return say();
    throw trouble;
  });
  /** @type {Health | null} */
  const health = documentOf(answer);
  if (answer.status !== 200 || health?.name !== NAME) throw new Trouble("other_program", { facts: [port] });
  if (health.api < API) throw new Trouble("helper_old", { facts: [health.version] });
  if (health.api > API) throw new Trouble("extension_old", { facts: [health.version] });
  return { health, answer, exchange: { port, browser: browser ?? "", clientNonce, serverNonce: "" } };
}

/**
 * Not that nothing came in time: a connection that has said nothing yet makes room when very many come at once.
 *
 * @param {unknown} trouble
 */
function isHungUp(trouble) {
  return trouble instanceof Trouble && trouble.code === "helper_away" && trouble.cause instanceof TypeError;
}

/**
 * @param {"GET" | "POST"} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>} the document that the paired helper answers
 * @throws {Trouble}
 */
export async function call(method, path, body) {
  return exchange(await pairedHelper(), method, path, body);
}

/**
 * @param {Greeted} helper
 * @param {"GET" | "POST"} method
 * @param {string} target
 * @param {unknown} [document]
 * @returns {Promise<any>} the document that it answers
 * @throws {Trouble}
 */
export async function exchange({ secret, exchange: greeted }, method, target, document) {
  const body = document === undefined ? "" : JSON.stringify(document);
  const proof = await clientProof(secret, greeted, { method, target, body });
  const { port, browser, clientNonce, serverNonce } = greeted;
  /** @type {Record<string, string>} */
  const headers = {
    "Jet-Refunds-Api": String(API),
    Authorization: `Jet-Refunds ${browser} ${clientNonce} ${serverNonce} ${proof}`,
  };
  if (document !== undefined) headers["Content-Type"] = "application/json";
  const answer = await reach(port, target, { method, headers, body: body || undefined }, CALL_MS);
  await believe(secret, greeted, answer);
  if (answer.status >= 200 && answer.status < 300) return documentOf(answer);
  throw refusal(documentOf(answer), port);
}

/**
 * What is not proved was said by another program.
 *
 * @param {CryptoKey} secret
 * @param {Exchange} exchange
 * @param {Answer} answer
 * @throws {Trouble} other_program
 */
async function believe(secret, exchange, answer) {
  if (!(await isProved(secret, exchange, answer))) throw new Trouble("other_program", { facts: [exchange.port] });
}

/**
 * @typedef {{status: number, body: import("./proof.js").Bytes, proof: string | null}} Answer
 *
 * @param {Answer} answer
 * @returns {any} null where it is no JSON
 */
function documentOf({ body }) {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}

/**
 * @param {number} port
 * @param {string} path
 * @param {RequestInit} init
 * @param {number} patience milliseconds
 * @returns {Promise<Answer>}
 * @throws {Trouble} no_permission, helper_away: also where it went in mid-answer
 */
async function reach(port, path, init, patience) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patience),
    });
    const body = new Uint8Array(await response.arrayBuffer());
    return { status: response.status, body, proof: response.headers.get("Jet-Refunds-Proof") };
  } catch (error) {
    if (!(await granted("no_permission"))) throw new Trouble("no_permission", { cause: error });
    throw new Trouble("helper_away", { facts: [port], cause: error });
  }
}

/**
 * @param {import("../shared/documents.d.ts").Problem | null} problem
 * @param {number} port
 */
function refusal(problem, port) {
  const kind = problem?.type.split(":").at(-1);
  if (kind === "not_paired" || kind === "pairing_ended") return new Trouble(kind, { problem });
  if (kind === "not_proved" || !problem) return new Trouble("helper_away", { facts: [port] }); // it was started anew
  return new Trouble("refused", { problem });
}
