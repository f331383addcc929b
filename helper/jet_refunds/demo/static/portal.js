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

window.addEventListener("popstate", () => {
  const number = ORDER.exec(location.pathname)?.[1];
  if (number) void show(number);
  else open?.close();
});

const linked = ORDER.exec(location.pathname)?.[1];
if (linked) void show(linked);
