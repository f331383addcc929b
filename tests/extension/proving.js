import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/**
 * The helper's side of the proofs, written once more from what proofs.py says of them.
 *
 * @typedef {{port: number | string, browser: string, clientNonce: string, serverNonce: string}} Exchange
 */

/** @param {Uint8Array} key @param {string} said */
const hmac = (key, said) => createHmac("sha256", key).update(said).digest();
/** @param {string | Uint8Array} data */
const sha256 = (data) => createHash("sha256").update(data).digest();

/** @param {Exchange} exchange @param {string[]} words @param {string | Uint8Array} body */
function message({ port, browser, clientNonce, serverNonce }, words, body) {
  return ["jet-refunds 2", port, browser, clientNonce, serverNonce, ...words, sha256(body).toString("hex")].join("\n");
}

/** @param {Uint8Array} secret @param {Exchange} exchange @param {{method: string, target: string, body: string}} request */
export function browserProof(secret, exchange, { method, target, body }) {
  const key = hmac(secret, "client key");
  const signature = hmac(sha256(key), message(exchange, ["request", method, target], body));
  return Buffer.from(key.map((byte, at) => byte ^ Number(signature[at]))).toString("base64url");
}

/** @param {Uint8Array} secret @param {Exchange} exchange @param {number} status @param {Uint8Array} body */
export function helperProof(secret, exchange, status, body) {
  const key = hmac(secret, "server key");
  return hmac(key, message(exchange, ["answer", String(status)], body)).toString("base64url");
}

/** @param {string} one @param {string} other base64url */
export function sameBytes(one, other) {
  const [a, b] = [Buffer.from(one, "base64url"), Buffer.from(other, "base64url")];
  return a.length === b.length && timingSafeEqual(a, b);
}
