"""Makes the extension's zip for the stores: python3 scripts/package.py [--to FOLDER] [--json]

Standard library only. The same folder gives the same bytes, wherever and whenever it is made: names in order, one fixed
time, one mode, not compressed (another zlib would press otherwise). What does not belong there is refused.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may start this with any Python
    sys.exit(f"Jet Refunds needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import argparse
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BELONGS = re.compile(
    r"manifest\.json"
    r"|_locales/[a-z]{2}(_[A-Z]{2})?/messages\.json"
    r"|icons/(16|32|48|128)\.png"
    r"|(background|page_world|shared)/[a-z0-9_]+\.js"
    r"|(content|panel|portal)/([a-z0-9_]+/)?[a-z0-9_]+\.js"
    r"|(options|panel|popup)/[a-z0-9_]+\.(js|html|css)"
    r"|shared/page\.css"
)
"""What the folder is made of."""
TYPES = "shared/documents.d.ts"
"""Only tsc reads it, so it is not packed."""
TIME = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can tell."""
MODE = 0o100644 << 16
UNIX = 3
VERSION = re.compile(r"\d+(\.\d+){0,3}")
"""Stores take numbers only."""
KEY = re.compile(r'^  "key": "[A-Za-z0-9+/=]+",\n', re.MULTILINE)
"""It gives the unpacked folder its fixed id. Chrome's store gives an id of its own and refuses such a manifest ("key
field is not allowed in manifest"); Firefox takes no notice of it. So the zip's manifest goes without."""


class CannotPackage(Exception):
    """The folder is not as it should be; the message says what to do."""


def version(root: Path) -> str:
    """What pyproject.toml takes for the product's version. Raises CannotPackage where another place says otherwise."""
    helper = (root / "helper" / "jet_refunds" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.+)"$', helper, re.MULTILINE)
    if found is None or not VERSION.fullmatch(found[1]):
        raise CannotPackage("helper/jet_refunds/__init__.py says no version that a store would take, such as 1.2.3.")
    for name in ("extension/manifest.json", "package.json"):
        said = json.loads((root / name).read_text("utf-8"))["version"]
        if said != found[1]:
            raise CannotPackage(f"{name} says version {said}, the helper {found[1]}. Make them the same.")
    return found[1]


def files(extension: Path) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file, sorted by name. Raises CannotPackage for what does not belong."""
    found = {path.relative_to(extension).as_posix(): path for path in extension.rglob("*") if not path.is_dir()}
    found.pop(TYPES, None)
    for name, path in sorted(found.items()):
        if path.is_symlink() or not BELONGS.fullmatch(name):
            raise CannotPackage(f"extension/{name} does not belong into the package. Move it elsewhere.")
        content = path.read_bytes()
        yield name, KEY.sub("", content.decode()).encode() if name == "manifest.json" else content


def package(root: Path, folder: Path) -> Path:
    """Writes the zip into `folder` and returns its path. Raises CannotPackage."""
    target = folder / f"jet-refunds-extension-{version(root)}.zip"
    content = list(files(root / "extension"))
    if "key" in json.loads(dict(content)["manifest.json"]):
        raise CannotPackage("extension/manifest.json has its key on no line of its own, where it can be left out.")
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as made:
        for name, data in content:
            entry = zipfile.ZipInfo(name, TIME)
            entry.create_system, entry.external_attr = UNIX, MODE
            made.writestr(entry, data, zipfile.ZIP_STORED)
    return target


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Makes the extension's zip for the stores.")
    parser.add_argument("--to", type=Path, default=ROOT / "dist", help="the folder that it goes into (dist)")
    parser.add_argument("--json", action="store_true", help="say it for a program")
    asked = parser.parse_args(arguments)
    try:
        made = package(ROOT, asked.to)
    except CannotPackage as wrong:
        print(wrong, file=sys.stderr)
        return 1
    sha256 = hashlib.sha256(made.read_bytes()).hexdigest()
    said = {"file": str(made), "bytes": made.stat().st_size, "sha256": sha256}
    print(json.dumps(said) if asked.json else f"{made}\n{said['bytes']} bytes\nsha256 {sha256}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
