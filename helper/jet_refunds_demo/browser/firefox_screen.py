"""What Firefox tells a screen reader about the page in front, with the words that Chromium has for it."""

from __future__ import annotations

from typing import Any

from jet_refunds_demo.browser.screen_element import ScreenElement

SERVICE = """
window.screenReader ??= Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
const service = window.screenReader;
"""
"""The window keeps it: Firefox stops telling when the last one who asked for it is collected as garbage."""

READ = (
    SERVICE
    + """
const page = service.getAccessibleFor(gBrowser.selectedBrowser)?.firstChild;
if (!page) return null;
const field = (role) => !["link", "text leaf", "document", "heading"].includes(role);
const read = (one) => {
  const state = {}, more = {}, inside = [];
  one.getState(state, more);
  for (let child = one.firstChild; child; child = child.nextSibling) inside.push(read(child));
  const kind = service.getStringRole(one.role);
  return {
    kind, role: one.computedARIARole, name: one.name ?? "", value: field(kind) ? one.value : "", number: one.uniqueID,
    description: one.description, states: [...service.getStringStates(state.value, more.value)], inside,
  };
};
return read(page);
"""
)
"""Runs in the browser's own window; null: nothing is told yet."""

DO = (
    SERVICE
    + """
const [number, what] = arguments;
const outside = service.getAccessibleFor(gBrowser.selectedBrowser);
const find = (one) => {
  if (one.uniqueID === number) return one;
  for (let child = one.firstChild; child; child = child.nextSibling) {
    const found = find(child);
    if (found) return found;
  }
  return null;
};
const thing = outside && find(outside);
if (!thing) return null;
if (what === "focus") thing.takeFocus();
if (what === "scroll") thing.scrollTo(Ci.nsIAccessibleScrollType.SCROLL_TYPE_ANYWHERE);
const place = (one) => {
  const [x, y, width, height] = [{}, {}, {}, {}];
  one.getBoundsInCSSPixels(x, y, width, height);
  return [x.value, y.value, width.value, height.value];
};
const [left, top] = place(outside);
const [x, y, width, height] = place(thing);
return [x - left + width / 2, y - top + height / 2];
"""
)
"""Finds one thing again, does what is wanted with it, and says where its middle is."""

ROLES = {
    "document": "RootWebArea",
    "text leaf": "StaticText",
    "label": "LabelText",
    "combobox list": "MenuListPopup",
    "graphic": "image",
    "details": "Details",
    "summary": "DisclosureTriangle",
    "internal frame": "Iframe",
}
"""What has no role of ARIA's, or another name in Chromium."""


def thing(told: dict[str, Any]) -> ScreenElement:
    said = set(told["states"])
    return ScreenElement(
        role=ROLES.get(told["kind"]) or told["role"] or "none",
        name=told["name"],
        value=told["value"],
        description=told["description"],
        number=told["number"],
        states=_states(said),
        inside=tuple(thing(one) for one in told["inside"]),
    )


def _states(said: set[str]) -> dict[str, Any]:
    """As Chromium has them: some are words, some are there only where they apply."""
    states: dict[str, Any] = {"invalid": "true" if "invalid" in said else "false"}
    if "checkable" in said:
        states["checked"] = "mixed" if "mixed" in said else "true" if "checked" in said else "false"
    if said & {"expanded", "collapsed"}:
        states["expanded"] = "expanded" in said
    if "selectable" in said:
        states["selected"] = "selected" in said
    for state in ("focusable", "focused", "modal", "required", "readonly", "busy", "pressed"):
        if state in said:
            states[state] = True
    if "unavailable" in said:
        states["disabled"] = True
    return states
