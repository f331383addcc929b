import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  clientProof,
  isProved,
  newNonce,
  newSecret,
  secretOfCode,
  verifierOf,
} from "../../extension/background/proof.js";
import { browserProof, helperProof } from "./proving.js";

/** The proofs, to the bytes that the helper knows them by: tests/unit/test_proofs.py reads the same examples. */

const examples = JSON.parse(readFileSync(new URL("../contract/proofs.json", import.meta.url), "utf8"));
const bytes = (/** @type {string} */ text) => new Uint8Array(Buffer.from(text));

/** @param {string} text base64url */
function secretOf(text) {
  const raw = new Uint8Array(Buffer.from(text, "base64url"));
  return crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

for (const { name, secret, stored_key, server_key, exchange: said, request, answer } of examples.exchanges) {
  const { client_nonce: clientNonce, server_nonce: serverNonce, ...rest } = said;
  const exchange = { ...rest, clientNonce, serverNonce };
  const heard = { ...answer, body: bytes(answer.body) };

  test(`${name}: what is kept, the browser's proof, the helper's proof`, async () => {
    const key = await secretOf(secret);
    assert.deepEqual(await verifierOf(key), { stored_key, server_key });
    assert.equal(await clientProof(key, exchange, request), request.proof);
    assert.ok(await isProved(key, exchange, heard));
    const raw = Buffer.from(secret, "base64url");
    assert.equal(browserProof(raw, exchange, request), request.proof);
    assert.equal(helperProof(raw, exchange, answer.status, heard.body), answer.proof);
  });

  test(`${name}: an answer to anything else proves nothing`, async () => {
    const key = await secretOf(secret);
    const others = Object.keys(exchange).map((part) => ({ ...exchange, [part]: `${exchange[part]}0` }));
    for (const other of others) assert.ok(!(await isProved(key, other, heard)), JSON.stringify(other));
    assert.ok(!(await isProved(key, exchange, { ...heard, status: answer.status + 1 })));
    assert.ok(!(await isProved(key, exchange, { ...heard, body: bytes(`${answer.body} `) })));
    assert.ok(!(await isProved(await newSecret(), exchange, heard)));
  });

  test(`${name}: no proof, half of one, and one that is no text of a proof`, async () => {
    const key = await secretOf(secret);
    for (const proof of [null, "", answer.proof.slice(1), `${answer.proof}A`, "=".repeat(43), request.proof]) {
      assert.ok(!(await isProved(key, exchange, { ...heard, proof })), String(proof));
    }
  });
}

test("a code's secret is the one that the helper makes of it, however it is typed", async () => {
  const { typed, secret, ...by } = examples.code;
  const wanted = await verifierOf(await secretOf(secret));
  for (const code of [typed, "7K3MQ9XA", "7k3m q9xa"]) {
    assert.deepEqual(await verifierOf(await secretOfCode(code, by)), wanted, code);
  }
});

test("a secret is never read out, and none is like another; nor is a nonce", async () => {
  const [one, other] = [await newSecret(), await newSecret()];
  await assert.rejects(crypto.subtle.exportKey("raw", one));
  assert.notDeepEqual(await verifierOf(one), await verifierOf(other));
  assert.notEqual(newNonce(), newNonce());
  assert.match(newNonce(), /^[\w-]{22}$/);
});
