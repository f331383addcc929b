/** The order list: a click on a Merchant Order number opens the order over the list. */

import { openOrder } from "./order.js";

const ORDER = /^\/orders\/([^/]+)$/;
let list = "/orders";
/** @type {{ close(): void } | null} */
let open = null;

/** @param {string} number */
async function show(number) {
  open?.close();
  open = await openOrder(number, () => {
    open = null;
    if (ORDER.test(location.pathname)) history.pushState(null, "", list);
  });
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a.order-number") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  list = location.pathname + location.search;
  history.pushState(null, "", link.href);
  void show(ORDER.exec(link.pathname)?.[1] ?? "");
});

/** Shortcuts: / searches; with an order open, j and k open the next and the previous one of the list. */
document.addEventListener("keydown", (event) => {
  if (event.target instanceof Element && event.target.closest("input, textarea, select")) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/" && !open) {
    event.preventDefault();
    document.getElementById("q")?.focus();
  }
  if ((event.key === "j" || event.key === "k") && open) step(event.key === "j" ? 1 : -1);
});

/** @param {number} by */
function step(by) {
  const numbers = [...document.querySelectorAll("a.order-number")].map((link) => link.textContent ?? "");
  const next = numbers[numbers.indexOf(ORDER.exec(location.pathname)?.[1] ?? "") + by];
  if (!next) return;
  open?.close();
  history.pushState(null, "", `/orders/${next}`);
  void show(next);
}

window.addEventListener("popstate", () => {
  const number = ORDER.exec(location.pathname)?.[1];
  if (number) void show(number);
  else open?.close();
});

const linked = ORDER.exec(location.pathname)?.[1];
if (linked) void show(linked);
