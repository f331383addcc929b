/**
 * Keeps the page fresh and answers forms in place. Without it everything works by reloading.
 *
 * Services marked data-live are fetched again and replaced when they changed; forms lie outside of them, or hold nothing
 * that is typed, so that nothing typed is ever lost.
 */

const REFRESH_MS = 3000;
const REFRESH_TEST_MS = 400;
const AWAY = "Jet Refunds does not answer. If it was quit, start it again: this page goes on by itself.";
const CLOSED = "This page is closed. Open it again from the Jet Refunds icon, or with the command: jet-refunds open";

/** @param {string} text */
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

/** @param {Document} fresh  @param {string} id */
function replace(fresh, id) {
  const now = document.getElementById(id);
  const then = fresh.getElementById(id);
  if (!now || !then || now.isEqualNode(then)) return;
  const focused = now.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement) : null;
  const places = "a[href], button, input";
  const place = focused ? [...now.querySelectorAll(places)].indexOf(focused) : -1;
  now.replaceWith(then);
  if (place >= 0) /** @type {HTMLElement | undefined} */ ([...then.querySelectorAll(places)][place])?.focus();
}

/** @param {string} sentence */
function away(sentence) {
  const place = document.getElementById("away");
  if (!place || place.textContent === sentence) return;
  place.textContent = sentence;
  place.hidden = sentence === "";
}

/** @param {Document} fresh */
function refreshed(fresh) {
  const browsers = (/** @type {ParentNode} */ from) => from.querySelectorAll(".browsers li").length;
  if (browsers(fresh) > browsers(document)) paired();
  for (const part of document.querySelectorAll("[data-live]")) replace(fresh, part.id);
  tried(fresh);
}

let soon = 0;

/**
 * The site test goes on by itself: how far it has come is looked at until it has ended.
 * @param {Document} fresh
 */
function tried(fresh) {
  const [now, then] = [document, fresh].map((page) => page.getElementById("tried"));
  if (now && then?.querySelector("h3")) {
    now.toggleAttribute("data-running", then.hasAttribute("data-running"));
    if (!now.isEqualNode(then)) now.replaceChildren(...then.childNodes);
  }
  clearTimeout(soon);
  if (document.querySelector("#tried[data-running]")) soon = window.setTimeout(refresh, REFRESH_TEST_MS);
}

async function refresh() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" });
    if (answer.status === 401) return away(CLOSED);
    if (!answer.ok) return;
    refreshed(parsed(await answer.text()));
    away("");
  } catch {
    away(AWAY);
  }
}

/** The code was used: it opens nothing any more. */
function paired() {
  const code = document.getElementById("code");
  if (code?.querySelector("output")) code.replaceChildren(paragraph("Your browser is paired."));
}

/** @param {string} text */
function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function countDown() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-expires-at]"));
  if (!place?.dataset.expiresAt) return;
  const left = Math.floor((Date.parse(place.dataset.expiresAt) - Date.now()) / 1000);
  if (left <= 0) {
    document.getElementById("code")?.replaceChildren(paragraph("The code has expired. Ask for another one."));
    return;
  }
  place.textContent = `Good for ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}, for one browser.`;
}

/** @param {SubmitEvent} event */
async function answer(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const id = form.dataset.answers;
  if (!id) return;
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = "true";
  const said = new FormData(form, event.submitter);
  try {
    const reply = await fetch(form.action, { method: "POST", body: new URLSearchParams(/** @type {any} */ (said)) });
    if (reply.status === 401) return away(CLOSED);
    const fresh = parsed(await reply.text());
    if (!fresh.getElementById(id)) return away(fresh.querySelector("main")?.textContent?.trim() ?? AWAY);
    const result = fresh.querySelector(`#${id} [role=status]`)?.children ?? [];
    replace(fresh, id);
    refreshed(fresh);
    away("");
    countDown();
    announce([...result]);
    /** @type {HTMLElement | null} */ (document.querySelector(`#${id} [aria-invalid]`))?.focus();
  } catch {
    away(AWAY);
  } finally {
    form.ariaBusy = null;
  }
}

/**
 * A reader speaks of a change in a part that it knows, not of one that comes with its words.
 * @param {Element[]} words
 */
function announce(words) {
  const status = document.querySelector("[role=status]");
  status?.replaceChildren();
  setTimeout(() => status?.replaceChildren(...words), 50);
}

document.addEventListener("submit", answer);
setInterval(refresh, REFRESH_MS);
setInterval(countDown, 1000);
document.addEventListener("visibilitychange", refresh);
tried(document);
countDown();
