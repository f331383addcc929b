"""What a seller sends to a person who helps: a zip with the log and the state of things, without secrets or refunds."""

from __future__ import annotations

import os
import platform
import re
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import tomlkit

from jet_refunds import __version__
from jet_refunds.diagnostics.doctor import Examined
from jet_refunds.diagnostics.redaction import redacted, without_passwords
from jet_refunds.errors import JetRefundsError
from jet_refunds.event_log import log_file
from jet_refunds.ledger import Ledger
from jet_refunds.ledger.figures import figures
from jet_refunds.plain_text import plain, plain_json, plain_lines
from jet_refunds.settings import CONFIG, config_text

README = """\
What Jet Refunds packs for a person who helps with a problem.

In it:
  log/           what was done and what failed, by ids; times are UTC
  config.toml    the settings; passwords, tokens and comments are left out
  versions.json  of Jet Refunds, Python, the system and the libraries
  doctor.txt     what the doctor found; doctor.json is the same for programs
  ledger.json    how many refunds, files and answers there are, by state

Not in it: the ledger itself, so no buyer, no title, no note and no amount;
no password, no pairing code and no token; no refund file and no answer.
Folders of this computer are in it, the site's address and its user's name.
"""


def write(path: Path, data_dir: Path, findings: Sequence[Examined]) -> None:
    """Make the zip: the seller's alone, and over nothing that exists. Raises JetRefundsError."""
    packed: dict[str, str | bytes] = {
        "README.txt": README,
        **_log(data_dir),
        CONFIG: _config(data_dir / CONFIG),
        "versions.json": _json(asdict(versions())),
        "doctor.txt": "".join(f"{_mark(each)}  {each.part}: {plain(_text(each))}\n" for each in findings),
        "doctor.json": _json([{**each.document(), "message": _text(each)} for each in findings]),
        "ledger.json": _json(_ledger(data_dir)),
    }
    try:
        private = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    except FileExistsError as error:
        raise JetRefundsError(f"{path} exists already. Name another file.") from error
    except OSError as error:
        raise JetRefundsError(f"{path} cannot be written: {error.strerror}.") from error
    with os.fdopen(private, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in packed.items():
            bundle.writestr(name, content)


def _log(data_dir: Path) -> dict[str, bytes]:
    kept = {}
    for path in log_file.paths(data_dir):
        with suppress(FileNotFoundError):  # the helper has just dropped the oldest
            kept[f"log/{path.name}"] = path.read_bytes()
    return kept


def _mark(finding: Examined) -> str:
    return "ok  " if finding.ok else "MEND"


def _text(finding: Examined) -> str:
    return without_passwords(finding.message)


def _config(path: Path) -> str:
    """As plain values: a comment may hold a password, too."""
    if not path.exists():
        return f"# There is no {CONFIG}.\n"
    try:
        values = tomllib.loads(config_text(path))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return f"# {CONFIG} cannot be read, so it is left out: nobody can tell what in it is secret.\n"
    return plain_lines(tomlkit.dumps(redacted("", values)))


@dataclass(frozen=True)
class Versions:
    jet_refunds: str
    python: str
    system: str
    libraries: Mapping[str, str | None]
    """None: it is not needed on this system."""


def versions() -> Versions:
    required = [each for each in metadata.requires("jet-refunds") or () if "extra ==" not in each]
    names = {re.split(r"[^\w.-]", each, maxsplit=1)[0] for each in required}
    libraries = {name: _version(name) for name in sorted(names)}
    return Versions(__version__, platform.python_version(), platform.platform(), libraries)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _ledger(data_dir: Path) -> dict[str, object]:
    try:
        ledger = Ledger.in_folder(data_dir)
    except JetRefundsError as error:
        return {"trouble": str(error)}
    try:
        return asdict(figures(ledger.database))
    finally:
        ledger.close()


def _json(document: object) -> str:
    return plain_json(document, indent=2) + "\n"
