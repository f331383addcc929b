"""Saved pages, each built in another way, read by the portal module itself in real browsers.

Nobody has the portal's markup. A page is a folder of tests/portal/pages: page.html, and expected.json with what is read
from it, or why it is not; the README there tells how.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.remote.webdriver import WebDriver

from jet_refunds import schema_validation
from jet_refunds_demo import browser
from tests.support.browsers import Browsers
from tests.support.pages import PAGES, ROOT, served

NAMES = sorted(path.parent.name for path in PAGES.glob("*/expected.json"))
MESSAGES = json.loads((ROOT / "extension" / "_locales" / "en" / "messages.json").read_text("utf-8"))
BUYER = ("Buyer", "555", "Nowhere")

READ = """
const [name, patience, done] = arguments;
(async () => {
  const portal = (await import(`/extension/portal/${name}.js`))[name];
  const listed = (await import("/extension/portal/portals.js")).portals.includes(portal);
  const end = performance.now() + 3000;
  while (!portal.findOverlay() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  try {
    const reading = await portal.read(portal.findOverlay(), new AbortController().signal, patience);
    await new Promise((resolve) => setTimeout(resolve, 30));
    return { ...reading, text: document.body.innerText, listed };
  } catch (error) {
    if (!("facts" in error)) throw error;
    return { trouble: { code: error.code, facts: error.facts }, text: "", listed };
  }
})().then(done, (error) => done({ broken: `${error}\\n${error.stack}` }));
"""

COUNT = """
const [done] = arguments;
(async () => {
  const { jet } = await import("/extension/portal/jet.js");
  const overlay = document.querySelector("[role=dialog]");
  const most = { finding: 0, reading: 0 };
  let phase = "finding";
  const asked = new Map();
  const check = Element.prototype.checkVisibility;
  Element.prototype.checkVisibility = function (options) {
    if (options?.checkVisibilityCSS && overlay.contains(this)) {
      asked.set(this, (asked.get(this) ?? 0) + 1);
      most[phase] = Math.max(most[phase], asked.get(this));
    }
    return check.call(this, options);
  };
  const later = window.setTimeout;
  window.setTimeout = (work, ms) => later(() => void (asked.clear(), work()), ms);
  const open = jet.findOverlay();
  asked.clear();
  phase = "reading";
  const { found } = await jet.read(open, new AbortController().signal);
  return { ...most, status: found[0].order.status };
})().then(done, (error) => done({ broken: `${error}\\n${error.stack}` }));
"""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture(scope="module", params=browser.KINDS)
def driver(request: pytest.FixtureRequest, browsers: Browsers) -> WebDriver:
    return browsers.fresh(request.param)


def compare(driver: WebDriver, address: str, folder: Path) -> None:
    """Reads the page of ``folder``, which is served at ``address``, and compares with what is expected there."""
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    portal, patience = expected.pop("portal", "jet"), expected.pop("patience", {})
    stays_open, said = expected.pop("stays_open", False), expected.pop("sentence", None)
    driver.get(f"{address}/tests/portal/pages/{folder.name}/page.html{expected.pop('address', '')}")
    answer: dict[str, Any] = driver.execute_async_script(READ, portal, patience)
    assert "broken" not in answer, answer["broken"]
    assert answer.pop("listed"), f"{portal} is not in portals.js"
    shown = answer.pop("text")
    for found in answer.get("found", ()):
        assert schema_validation.problems("order", found["order"]) == []
    assert not any(word in json.dumps(answer) for word in BUYER), "something about the buyer was taken along"
    assert answer == expected
    assert sentence(answer) == said
    assert stays_open or "order_items" not in shown, "the raw data still lie open"


def sentence(answer: dict[str, Any]) -> str | None:
    """What the seller is told, as _locales builds it; None where nothing is in doubt."""
    if trouble := answer.get("trouble"):
        key, facts = f"trouble_{trouble['code']}", trouble["facts"]
    elif answer["doubt"]:
        key, facts = f"doubt_{answer['doubt']}", answer["facts"]
    else:
        return None
    said = str(MESSAGES[key]["message"])
    for at in (1, 2, 3):
        said = said.replace(f"${at}", facts[at - 1] if len(facts) >= at else "")
    return said


@pytest.mark.explore
@pytest.mark.by_turns
@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read(driver: WebDriver, address: str, name: str) -> None:
    """The order is the expected one to the last digit, or the sentence is; what was opened is closed again."""
    compare(driver, address, PAGES / name)


def test_an_overlay_is_scanned_once_a_phase(driver: WebDriver, address: str) -> None:
    """Until the page may have changed, each element of the overlay is asked once whether its text can be seen.

    The page's quantities come from its latest entry, so that all phases are passed through: finding the overlay,
    reading it, and reading it again after the raw data of the Created entry are closed.
    """
    driver.get(f"{address}/tests/portal/pages/latest_entry/page.html")
    assert driver.execute_async_script(COUNT) == {"finding": 1, "reading": 1, "status": "complete"}


def test_there_are_pages_of_both_kinds() -> None:
    """A page that cannot be read with certainty is as much a case as one that can."""
    expected = [json.loads((PAGES / name / "expected.json").read_text("utf-8")) for name in NAMES]
    assert len(expected) >= 45
    assert sum("sentence" in one for one in expected) >= 12


def test_a_new_portal_is_begun_by_a_command(driver: WebDriver, tmp_path: Path) -> None:
    """The declaration, its line in the list, the manifest's addresses and a page, which is then read."""
    shutil.copytree(ROOT / "extension", tmp_path / "extension")
    shutil.copytree(PAGES, tmp_path / "tests" / "portal" / "pages")
    command = (sys.executable, ROOT / "scripts" / "new_portal.py", "orchard", "https://orders.orchard.example")
    made = subprocess.run((*command, "--root", tmp_path), capture_output=True, text=True, check=True)
    assert "made  extension/portal/orchard.js" in made.stdout
    manifest = json.loads((tmp_path / "extension" / "manifest.json").read_text("utf-8"))
    assert "https://orders.orchard.example/*" in manifest["host_permissions"]
    assert "https://orders.orchard.example/*" in manifest["content_scripts"][0]["matches"]
    assert "https://orders.orchard.example/*" in manifest["web_accessible_resources"][0]["matches"]
    with served(tmp_path) as address:
        compare(driver, address, tmp_path / "tests" / "portal" / "pages" / "orchard_example")
    again = subprocess.run((*command, "--root", tmp_path), capture_output=True, text=True, check=False)
    assert (again.returncode, again.stderr) == (1, "There is something called orchard already.\n")
