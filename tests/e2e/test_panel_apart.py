"""The portal's own scripts and the panel: none gets in or hears, or has a click fall on what nobody could see."""

from __future__ import annotations

import time

from jet_refunds_demo.portal.catalogue import THREE_UNITS
from jet_refunds_demo.seller import Seller
from tests.e2e.conftest import Shop
from tests.e2e.opened import PLACE, inside
from tests.e2e.test_refund import UNWANTED

LOADS_ANEW = True
BUTTON = "Refund $53.31"
REST = 0.4  # seconds: within the half second for which the button must have been seen
LONG_ENOUGH = 0.7  # seconds: longer than a look, and than the half second of rest
NOTE = "said on the telephone 731"

LISTEN = """
window.heard = [];
const said = (event) => window.heard.push(
  [event.type, event.key ?? event.data ?? "", event.target?.value ?? "", event.composedPath?.().length].join(" "));
for (const type of ["keydown", "keypress", "keyup", "beforeinput", "input", "change", "paste", "message", "focusin"]) {
  addEventListener(type, said, { capture: true });
}
"""
"""On the page before the panel is there: what a script hears of all that goes on in the window."""

REACH = """
const found = [];
const attempt = (name, work) => {
  try { const got = work(); if (got) found.push(`${name}: ${got}`); } catch { /* refused */ }
};
for (const name of ["jet-refunds", "jet-refunds-panel"]) {
  attempt("a custom element of our name", () => {
    let root = null;
    customElements.define(name, class extends HTMLElement {
      constructor() { super(); root = this.attachInternals().shadowRoot; }
    });
    return root?.innerHTML;
  });
}
for (const host of document.querySelectorAll("[data-jet-refunds]")) {
  attempt("shadowRoot", () => host.shadowRoot);
  attempt("attachInternals", () => host.attachInternals().shadowRoot);
  attempt("attachShadow", () => host.attachShadow({ mode: "open" }));
  attempt("upgrade", () => { customElements.upgrade(host); return host.shadowRoot; });
  attempt("getHTML", () => host.getHTML?.({ serializableShadowRoots: true }));
  attempt("innerText", () => host.innerText + host.textContent);
}
attempt("frames", () => window.frames.length);
attempt("animations", () => document.getAnimations().map(({ effect }) => effect.target?.outerHTML)
  .find((html) => html?.includes("iframe")));
attempt("selection", () => { getSelection().selectAllChildren(document.documentElement);
  return String(getSelection()).includes("Why not the full") && "selected"; });
attempt("find", () => window.find?.(arguments[0]) && "found");
attempt("insertText", () => document.execCommand("insertText", false, "9") && "typed");
attempt("delete", () => document.execCommand("delete") && "deleted");
attempt("point", () => document.elementFromPoint(innerWidth - 90, 300)?.localName === "iframe" && "the frame");
return found;
"""
"""What a script of the page gets of the panel that is open; empty: nothing."""

IMPOSTOR = """
const [address, done] = arguments;
const frame = document.createElement("iframe");
frame.src = address;
document.body.append(frame);
frame.addEventListener("load", () => {
  const { port1, port2 } = new MessageChannel();
  let answered = false;
  port1.onmessage = () => (answered = true);
  port1.postMessage({ read: { reading: null, trouble: null, number: null }, manual: null });
  frame.contentWindow.postMessage({ panel: "" }, "*", [port2]);
  frame.contentWindow.postMessage({ panel: "guess" }, "*");
  frame.contentWindow.postMessage({ panel: crypto.randomUUID() }, "*", [new MessageChannel().port2]);
  setTimeout(() => { frame.remove(); done(answered); }, 800);
});
"""
"""A frame of the page's own with the panel's page in it; whether a script of the page could talk with it."""

POPOVER = """
const over = document.createElement("div");
over.popover = "manual";
over.textContent = "Close";
over.style.cssText = "pointer-events: none; position: fixed; inset: auto 0 0 auto; margin: 0; width: 520px; "
  + "height: 200px; STYLE";
"""
SHOW = "over.showPopover(); window.uncover = () => over.remove();"
HOST = f"const host = document.querySelector('{PLACE}'), root = document.documentElement;"
COVERS = {
    "a popover": POPOVER.replace("STYLE", "") + "document.body.append(over);" + SHOW,
    "one that can be seen through": POPOVER.replace("STYLE", "opacity: 0.01;") + "document.body.append(over);" + SHOW,
    "one in a closed shadow root": POPOVER.replace("STYLE", "")
    + "const host = document.body.appendChild(document.createElement('section'));"
    + "host.attachShadow({ mode: 'closed' }).append(over);"
    + SHOW.replace("over.remove()", "host.remove()"),
    "a dialog": """
const over = document.createElement("dialog");
over.style.cssText = "pointer-events: none; width: 100vw; height: 100vh; max-width: none; max-height: none; margin: 0;";
document.body.append(over);
over.showModal();
window.uncover = () => { over.close(); over.remove(); };
""",
    "a faded page": HOST + "root.style.opacity = '0.4'; window.uncover = () => root.removeAttribute('style');",
    "a page that is turned": HOST
    + "root.style.transform = 'scale(0.5)'; window.uncover = () => root.removeAttribute('style');",
    "a frame that is filtered": HOST
    + "host.style.filter = 'blur(9px)'; window.uncover = () => host.removeAttribute('style');",
    "a window that is enlarged": HOST
    + "root.style.zoom = '0.5'; window.uncover = () => root.removeAttribute('style');",
}
"""Each lays something over the panel, or changes how it looks, and leaves the way to undo that."""


def test_no_script_gets_in_or_hears(shop: Shop) -> None:
    """Neither the tree nor a field's value, nor a key that is typed; and none can talk with the panel's page."""
    shop.open_order(33)
    shop.driver.execute_script(LISTEN)
    panel = f"{shop.driver.pages}/panel/panel.html"
    assert shop.driver.execute_async_script(IMPOSTOR, panel) is False
    shop.driver.execute_script("window.heard.length = 0")
    seller = Seller(shop.driver, shop.screenshots)
    seller.click("button", "Refund")
    seller.choose("Reason", UNWANTED)
    seller.write("Shipping", "0")
    seller.choose("Why not the full amount?", "item damaged")
    seller.write("Notes", "")
    shop.driver.type(NOTE)
    seller.until(lambda: seller.await_("textbox", "Notes").value == NOTE or None, "the note")
    assert shop.driver.execute_script(REACH, NOTE) == []
    assert seller.await_("textbox", "Notes").value == NOTE
    heard = " ".join(shop.driver.execute_script("return window.heard"))
    assert not [word for word in (NOTE, UNWANTED, "Unwanted", "keydown", "input", "message") if word in heard], heard
    assert shop.driver.execute_async_script(IMPOSTOR, panel) is False
    assert seller.await_("textbox", "Notes").value == NOTE


def test_what_could_not_be_seen_is_not_sent(shop: Shop) -> None:
    """Whatever lies over the panel; also just after it has gone. What can be seen again for a while is sent."""
    seller = filled_in(shop)
    for how in COVERS:
        assert any(refused_when_covered(shop, seller, how) for _ in range(5)), f"{how}: too slow to press within REST"
    seller.click("button", BUTTON)
    taken_back(seller)


def filled_in(shop: Shop) -> Seller:
    seller, _ = shop.open_form(THREE_UNITS)
    seller.choose("Reason", UNWANTED)
    return seller


def taken_back(seller: Seller) -> None:
    seller.click("button", "Undo")
    seller.sees("Taken back. Nothing was sent.", role="status")


def refused_when_covered(shop: Shop, seller: Seller, how: str) -> bool:
    """Presses under a cover, and just after it has gone. False: that was too late, so it was good, and is undone."""
    order = shop.world.order(THREE_UNITS)
    before = shop.refunds(order)
    seller.until(lambda: not_busy(seller), "a button that can be pressed")
    place = shop.driver.middle(seller.await_("button", BUTTON))
    with inside(shop):
        shop.driver.execute_script("document.querySelector('[role=status]').replaceChildren()")
    shop.driver.execute_script(COVERS[how])
    time.sleep(LONG_ENOUGH)
    shop.driver.press(*place, 1)
    time.sleep(0.2)
    assert shop.refunds(order) == before
    uncovered = time.monotonic()
    shop.driver.execute_script("window.uncover()")
    time.sleep(0.1)  # the page is laid out anew
    shop.driver.press(*place, 1)
    if at_once := time.monotonic() - uncovered < REST:
        seller.sees("Nothing was sent: something lay over this window", role="status")
        assert shop.refunds(order) == before
    else:
        taken_back(seller)
        filled_in(shop)
    return at_once


def not_busy(seller: Seller) -> bool | None:
    return not seller.await_("button", BUTTON).states.get("busy") or None


def test_torn_out_it_comes_back_with_what_was_typed(shop: Shop) -> None:
    """A page that draws itself anew takes our frame along."""
    seller, _ = shop.open_form(27)
    seller.choose("Reason", UNWANTED)
    seller.write("Product price", "7.77")
    time.sleep(LONG_ENOUGH)  # a draft is kept when the typing rests
    with inside(shop):
        shop.driver.execute_script("window.first = true")
    shop.driver.execute_script(f"document.querySelector('{PLACE}').remove()")
    seller.until(lambda: typed_again(shop, seller), "what was typed")


def typed_again(shop: Shop, seller: Seller) -> bool | None:
    with inside(shop):
        if shop.driver.execute_script("return window.first === true"):
            return None
    field = seller.find("textbox", "Product price")
    return (field is not None and field.value == "7.77") or None
