import { Trouble } from "../shared/errors.js";
import { granted } from "../shared/permissions.js";
import { endpoint } from "./endpoint.js";

/** The helper on this computer. No other module of the extension uses the network. */

/** The version of the contract that this extension speaks. */
export const API = 1;
const NAME = "jet-refunds";
const HELLO_MS = 3_000;
const CALL_MS = 20_000;

/**
 * Asks who listens on the port, without showing the token: it may be another program.
 *
 * @param {number} port
 * @throws {Trouble} helper_away, other_program, helper_old, extension_old
 */
export async function hello(port) {
  const response = await reach(port, "/v1/health", {}, HELLO_MS);
  const health = await response.json().catch(() => null);
  if (!response.ok || health?.name !== NAME) throw new Trouble("other_program", { facts: [port] });
  if (health.api < API) throw new Trouble("helper_old", { facts: [health.version] });
  if (health.api > API) throw new Trouble("extension_old", { facts: [health.version] });
}

/**
 * Where the paired helper is, which has just said who it is.
 *
 * @returns {Promise<{port: number, token: string}>}
 * @throws {Trouble} as of hello; not_paired
 */
export async function pairedHelper() {
  const { port, token } = await endpoint();
  await hello(port);
  if (!token) throw new Trouble("not_paired");
  return { port, token };
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
 * @param {{port: number, token: string | null}} helper which has said who it is
 * @param {"GET" | "POST"} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>} the document that it answers
 * @throws {Trouble}
 */
export async function exchange({ port, token }, method, path, body) {
  /** @type {Record<string, string>} */
  const headers = { "Jet-Refunds-Api": String(API) };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const response = await reach(
    port,
    path,
    { method, headers, body: body === undefined ? undefined : JSON.stringify(body) },
    CALL_MS,
  );
  const document = await response.json().catch(() => null);
  if (response.ok && document !== null) return document;
  if (response.ok) throw new Trouble("helper_away", { facts: [port] }); // it did what was asked, and went in mid-answer
  throw refusal(response.status, document, port);
}

/**
 * @param {number} port
 * @param {string} path
 * @param {RequestInit} init
 * @param {number} patience milliseconds
 */
async function reach(port, path, init, patience) {
  try {
    return await fetch(`http://127.0.0.1:${port}${path}`, {
      ...init,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout(patience),
    });
  } catch (error) {
    if (!(await granted("no_permission"))) throw new Trouble("no_permission", { cause: error });
    throw new Trouble("helper_away", { facts: [port], cause: error });
  }
}

/**
 * @param {number} status
 * @param {import("../shared/documents.d.ts").Problem | null} problem
 * @param {number} port
 */
function refusal(status, problem, port) {
  const kind = problem?.type?.split(":").at(-1);
  if (!problem || !kind) return new Trouble("other_program", { facts: [port] });
  if (status === 401) return new Trouble(kind === "not_paired" ? "not_paired" : "token_refused", { problem });
  return new Trouble("refused", { problem });
}
