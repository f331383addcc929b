"""What Firefox tells a screen reader about the page in front, with the words that Chromium has for it."""

from __future__ import annotations

from typing import Any

from jet_refunds_demo.browser.screen_element import ScreenElement

SERVICE = """
window.screenReader ??= Cc["@mozilla.org/accessibilityService;1"].getService(Ci.nsIAccessibilityService);
const service = window.screenReader;
"""
"""The window keeps it: Firefox stops telling when the last one who asked for it is collected as garbage."""

TELL = (
    SERVICE
    + """
const field = (role) => !["link", "text leaf", "document", "heading"].includes(role);
const tell = (element, inside) => {
  const state = {}, more = {};
  element.getState(state, more);
  const kind = service.getStringRole(element.role);
  return {
    kind, role: element.computedARIARole, name: element.name ?? "", value: field(kind) ? element.value : "",
    number: element.uniqueID, description: element.description,
    states: [...service.getStringStates(state.value, more.value)], inside,
  };
};
function* children(element) {
  for (let child = element.firstChild; child; child = child.nextSibling) yield child;
}
if (window.screenChanges === undefined) {
  window.screenChanges = 0;
  Services.obs.addObserver({ observe: () => window.screenChanges++ }, "accessible-event");
}
const page = service.getAccessibleFor(gBrowser.selectedBrowser)?.firstChild;
if (!page) return null;
const changes = window.screenChanges;
"""
)
"""What is said of an element; null: nothing is told yet. ``changes`` grows with all that a screen reader hears."""

ROLE_OF = """
const roleOf = (element) => roles[service.getStringRole(element.role)] ?? element.computedARIARole;
"""
"""As Chromium calls it; ``roles`` are ROLES."""

READ = (
    TELL
    + """
const read = (element) => tell(element, [...children(element)].map(read));
return { changes, found: read(page) };
"""
)
"""The whole page, in the browser's own window."""

READ_TEXTS = (
    TELL
    + ROLE_OF
    + """
const [roles, wanted] = arguments;
const found = [];
const read = (element, open) => {
  const role = roleOf(element);
  if (role === "StaticText" && element.name) for (const texts of open) texts.push(element.name);
  const inside = role === wanted || (wanted === null && element === page) ? [...open, []] : open;
  if (inside !== open) found.push(inside.at(-1));
  for (const child of children(element)) read(child, inside);
};
read(page, []);
return { changes, found };
"""
)
"""Only what is written in all that has a role, or on the whole page."""

FIND = (
    TELL
    + ROLE_OF
    + """
const [roles, wanted, called, group] = arguments;
const first = (element, role, name) => {
  if (roleOf(element) === role && (element.name ?? "") === name) return element;
  for (const child of children(element)) {
    const found = first(child, role, name);
    if (found) return found;
  }
  return null;
};
const place = group === null ? page : first(page, "group", group);
window.screenFound = place && first(place, wanted, called);
return { changes, found: window.screenFound && tell(window.screenFound, []) };
"""
)
"""The first element with a role of Chromium's and a name, on the page or in the first group of that name."""

CHANGED = """
const [seen, milliseconds, done] = arguments;
const end = performance.now() + milliseconds;
const look = () => {
  if (window.screenChanges !== seen || performance.now() > end) done(null);
  else setTimeout(look, 20);
};
setTimeout(look, 20);
"""
"""Ends when a screen reader has heard of something since ``seen``."""

DO = (
    SERVICE
    + """
const [number, what] = arguments;
const outside = service.getAccessibleFor(gBrowser.selectedBrowser);
const find = (element) => {
  if (element.uniqueID === number) return element;
  for (let child = element.firstChild; child; child = child.nextSibling) {
    const found = find(child);
    if (found) return found;
  }
  return null;
};
const stands = (element) => {
  const state = {}, more = {};
  element.getState(state, more);
  return !(more.value & Ci.nsIAccessibleStates.EXT_STATE_DEFUNCT);
};
const known = window.screenFound?.uniqueID === number && stands(window.screenFound) ? window.screenFound : null;
const element = known ?? (outside && find(outside));
if (!element) return null;
if (what === "focus") element.takeFocus();
if (what === "scroll") element.scrollTo(Ci.nsIAccessibleScrollType.SCROLL_TYPE_ANYWHERE);
const place = (element) => {
  const [x, y, width, height] = [{}, {}, {}, {}];
  element.getBoundsInCSSPixels(x, y, width, height);
  return [x.value, y.value, width.value, height.value];
};
const [left, top] = place(outside);
const [x, y, width, height] = place(element);
return [x - left + width / 2, y - top + height / 2];
"""
)
"""Takes the element that was found last, or finds it again; does what is wanted, and says where its middle is."""

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


def screen_element(told: dict[str, Any]) -> ScreenElement:
    said = set(told["states"])
    return ScreenElement(
        role=ROLES.get(told["kind"]) or told["role"] or "none",
        name=told["name"],
        value=told["value"],
        description=told["description"],
        number=told["number"],
        states=_states(said),
        inside=tuple(screen_element(inner) for inner in told["inside"]),
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
