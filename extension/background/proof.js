/**
 * Proofs in both directions: that one knows a secret, without showing it. As in SCRAM (RFC 5802, section 3); helper/
 * jet_refunds/proofs.py is the other side and says what is proved. A secret is a key of WebCrypto that nobody can read out.
 *
 * @typedef {object} Exchange One hello and one call.
 * @property {number} port
 * @property {string} browser its id; "code" for who holds no more than a pairing code
 * @property {string} clientNonce
 * @property {string} serverNonce "" in the hello, which brings it
 *
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 */

const PROTOCOL = "jet-refunds 2";
const NONCE_BYTES = 16;
const HMAC = { name: "HMAC", hash: "SHA-256" };

/** @returns {Promise<CryptoKey>} */
export function newSecret() {
  return crypto.subtle.generateKey({ ...HMAC, length: 256 }, false, ["sign"]);
}

/**
 * @param {string} code as it was typed: case, blanks and dashes do not matter
 * @param {{salt: string, rounds: number}} by what the helper says of its code
 * @returns {Promise<CryptoKey>}
 */
export async function secretOfCode(code, { salt, rounds }) {
  const typed = code.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const password = await crypto.subtle.importKey("raw", bytesOf(typed), "PBKDF2", false, ["deriveBits"]);
  const stretched = { name: "PBKDF2", hash: "SHA-256", salt: decoded(salt), iterations: rounds };
  return hmacKey(await crypto.subtle.deriveBits(stretched, password, 256));
}

/** What the helper keeps of a secret. @param {CryptoKey} secret @returns {Promise<{stored_key: string, server_key: string}>} */
export async function verifierOf(secret) {
  const [clientKey, serverKey] = await Promise.all([signed(secret, "client key"), signed(secret, "server key")]);
  return { stored_key: encoded(await digest(clientKey)), server_key: encoded(serverKey) };
}

/** @returns {string} */
export function newNonce() {
  return encoded(crypto.getRandomValues(new Uint8Array(NONCE_BYTES)));
}

/**
 * @param {CryptoKey} secret
 * @param {Exchange} exchange
 * @param {{method: string, target: string, body: string}} request target: path and query as they are sent
 * @returns {Promise<string>} the browser's proof
 */
export async function clientProof(secret, exchange, { method, target, body }) {
  const [clientKey, said] = await Promise.all([
    signed(secret, "client key"),
    named(exchange, ["request", method, target], bytesOf(body)),
  ]);
  const signature = await signed(await hmacKey(await digest(clientKey)), said);
  return encoded(clientKey.map((byte, at) => byte ^ /** @type {number} */ (signature[at])));
}

/**
 * Whether the helper has answered, and so. Compared by WebCrypto, in a time that tells nothing.
 *
 * @param {CryptoKey} secret
 * @param {Exchange} exchange
 * @param {{status: number, body: Bytes, proof: string | null}} answer
 * @returns {Promise<boolean>}
 */
export async function isProved(secret, exchange, { status, body, proof }) {
  if (!/^[\w-]{43}$/.test(proof ?? "")) return false;
  const [serverKey, said] = await Promise.all([
    signed(secret, "server key"),
    named(exchange, ["answer", String(status)], body),
  ]);
  return crypto.subtle.verify("HMAC", await hmacKey(serverKey), decoded(String(proof)), bytesOf(said));
}

/** @param {Exchange} exchange @param {string[]} words @param {Bytes} body */
async function named({ port, browser, clientNonce, serverNonce }, words, body) {
  const hash = Array.from(await digest(body), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [PROTOCOL, port, browser, clientNonce, serverNonce, ...words, hash].join("\n");
}

/** @param {BufferSource} key @returns {Promise<CryptoKey>} */
function hmacKey(key) {
  return crypto.subtle.importKey("raw", key, HMAC, false, ["sign", "verify"]);
}

/** @param {CryptoKey} key @param {string} said */
async function signed(key, said) {
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, bytesOf(said)));
}

/** @param {Bytes} data */
async function digest(data) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

/** base64url without padding. @param {Bytes} data */
function encoded(data) {
  return btoa(String.fromCharCode(...data))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @param {string} text base64url @returns {Bytes} @throws {DOMException} it is not */
function decoded(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
}
