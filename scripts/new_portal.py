"""Begins a new portal: python3 scripts/new_portal.py NAME https://ADDRESS

Makes extension/portal/NAME.js, its line in extension/portal/portals.js, its address in the manifest, and the folder
tests/portal/pages/NAME_example with a page and the order that is read from it. Then put a page of the portal in the
place of that page, and mend the words in NAME.js until the tests read it:
python3 scripts/test.py tests/e2e/test_pages.py
"""

from __future__ import annotations

import argparse
import json
import keyword
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
JET = "https://partner.jet.com/*"  # what the manifest names already

DECLARATION = """\
import {{ portal }} from "./portal.js";
import {{ english }} from "./vocabulary/english.js";
import {{ spanish }} from "./vocabulary/spanish.js";

/** The portal at {address}. Words that are its own stand before those that all portals share. */
export const {name} = portal({{
  addresses: ["{address}"],
  languages: [{{ ...english, rawData: [...english.rawData, "view source data"] }}, spanish],
  number: /(?<![0-9a-z])(?:\\d{{12,18}}|[0-9a-f]{{32}})(?![0-9a-z])/i,
}});
"""

PAGE = """\
<!doctype html>
<!-- A page of the portal {name}: put one that was saved there in its place. -->
<meta charset="utf-8"><title>{name}</title><script src="../order.js"></script>
<div role="dialog"><h2>Order 731150284466</h2><p>Status: Completed</p>
  <table><tr><th>SKU</th><th>Shipped</th><th>Cancelled</th></tr><tr><td>LAD-BCH-3</td><td>1</td><td>1</td></tr></table>
  <h3>History</h3><p>Created <button data-of="created">View source data</button></p></div>
<script>
  onRawData((of) => layOver(make("pre", orders[of])));
</script>
"""


class CannotBegin(Exception):
    """The message says why."""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Begins a new portal.")
    parser.add_argument("name", help="of the file and in it: small letters, digits and _")
    parser.add_argument("address", help="https://HOST")
    parser.add_argument("--root", type=Path, default=ROOT, help="of the repository, if it is another one")
    chosen = parser.parse_args(arguments)
    try:
        made = begin(chosen.root, chosen.name, chosen.address.rstrip("/"))
    except CannotBegin as reason:
        print(reason, file=sys.stderr)
        return 1
    print("\n".join(f"made  {path.relative_to(chosen.root)}" for path in made))
    return 0


def begin(root: Path, name: str, address: str) -> list[Path]:
    """What was made or changed. Raises CannotBegin, and has then done nothing."""
    portals = root / "extension" / "portal" / "portals.js"
    declaration = portals.with_name(f"{name}.js")
    page = root / "tests" / "portal" / "pages" / f"{name}_example"
    manifest = root / "extension" / "manifest.json"
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise CannotBegin(f"{name!r} is no name: take small letters, digits and _.")
    split = urlsplit(address)
    if split.scheme != "https" or not split.hostname or address != f"https://{split.netloc}" or split.port is not None:
        raise CannotBegin(f"{address!r} is no address of a portal: it looks like https://portal.example.")
    if declaration.exists() or page.exists():
        raise CannotBegin(f"There is something called {name} already.")
    if f'"{address}/*"' in manifest.read_text("utf-8"):
        raise CannotBegin(f"{address} is known already.")
    declaration.write_text(DECLARATION.format(name=name, address=address), "utf-8")
    listed = portals.read_text("utf-8").replace("];", f"  {name},\n];")
    imported = f'import {{ {name} }} from "./{name}.js";\n'
    portals.write_text(re.sub(r"\n(?=\n)", f"\n{imported}", listed, count=1), "utf-8")
    manifest.write_text(manifest.read_text("utf-8").replace(f'"{JET}"', f'"{JET}", "{address}/*"'), "utf-8")
    page.mkdir()
    (page / "page.html").write_text(PAGE.format(name=name), "utf-8")
    (page / "expected.json").write_text(json.dumps({"portal": name, **expected(root)}, indent=2) + "\n", "utf-8")
    return [declaration, portals, manifest, page / "page.html", page / "expected.json"]


def expected(root: Path) -> dict[str, object]:
    """The order of order.js in the same folder, as a page that shows all of it is read."""
    found: dict[str, object] = json.loads(
        (root / "tests" / "portal" / "pages" / "many_created" / "expected.json").read_text("utf-8")
    )
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
