/** Building elements and dialogs without a library. */

/**
 * @param {string} name tag, with classes after dots: "ul.list"
 * @param {...(string | Node | null)} children strings become text, never markup
 * @returns {HTMLElement}
 */
export function el(name, ...children) {
  const [tag = "div", ...classes] = name.split(".");
  const found = document.createElement(tag);
  if (classes.length) found.className = classes.join(" ");
  found.append(...children.filter((child) => child !== null));
  return found;
}

/** @param {string} text @param {() => void} act */
export function button(text, act, kind = "plain") {
  const found = el(`button.${kind}`, text);
  found.setAttribute("type", "button");
  found.addEventListener("click", act);
  return found;
}

let count = 0;

const REACHABLE = "a[href], button, input, select, textarea, [tabindex]:not([tabindex='-1'])";

/** The dialogs that lie open, the uppermost last. @type {{box: HTMLElement, close: () => void}[]} */
const open = [];

/** The focus stays in the uppermost dialog: Tab goes round in it, and what takes the focus elsewhere gives it back. */
document.addEventListener(
  "focusin",
  (event) => {
    const top = open.at(-1)?.box;
    if (top && event.target instanceof Node && !top.contains(event.target)) top.focus();
  },
  true,
);
document.addEventListener(
  "keydown",
  (event) => {
    const top = open.at(-1)?.box;
    if (!top || event.key !== "Tab") return;
    const stops = [...top.querySelectorAll(REACHABLE)];
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    const inside = event.target instanceof Node && top.contains(event.target);
    if (inside && event.target !== from && !(event.shiftKey && event.target === top)) return;
    event.preventDefault();
    if (to instanceof HTMLElement) to.focus();
  },
  true,
);

document.addEventListener("keyup", (event) => {
  if (event.key === "Escape") open.at(-1)?.close();
});

/**
 * A dialog over the page. Escape, its button and a click beside it close it; the focus then returns.
 * @param {string} title @param {string} kind @param {() => void} [closed]
 */
export function dialog(title, kind, closed) {
  const before = document.activeElement;
  const heading = el("h2", title);
  heading.id = `dialog-title-${(count += 1)}`;
  const body = el("div.dialog-body", el("p.loading", "Loading…"));
  const cross = button("×", close, "cross");
  cross.setAttribute("aria-label", "Close");
  const head = el("header.dialog-head", heading, cross);
  const box = el(`div.dialog.${kind}`, head, body);
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-modal", "true");
  box.setAttribute("aria-labelledby", heading.id);
  box.tabIndex = -1;
  const overlay = el("div.overlay", box);

  function close() {
    if (!overlay.isConnected) return;
    overlay.remove();
    open.splice(
      open.findIndex((one) => one.box === box),
      1,
    );
    document.body.classList.toggle("covered", document.querySelector(".overlay") !== null);
    if (before instanceof HTMLElement) before.focus();
    closed?.();
  }
  overlay.addEventListener("mousedown", (event) => {
    if (event.target === overlay) close();
  });
  document.body.append(overlay);
  open.push({ box, close });
  document.body.classList.add("covered");
  box.focus();
  return { head, body, close };
}

/** @param {string} address @returns {Promise<any>} */
export async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
