"""What the seller may set: config.toml in the data folder, then the environment. Unknown keys are refused.

The site's password is not here: it lives in the keychain.
"""

from __future__ import annotations

import codecs
import os
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs
import tomlkit

from jet_refunds import owner_only
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import BadSettings

CONFIG = "config.toml"
DATA_DIR_VARIABLE = "JET_REFUNDS_DATA_DIR"
PASSWORD_VARIABLE = "JET_REFUNDS_SITE_PASSWORD"  # noqa: S105 - the variable's name
LONGEST = 8 * 1024
"""Bytes of config.toml: ten settings and many comments. What tomllib takes for a key in a key in a key grows with the
square of the length; of 64 kB it may be four gigabytes.
"""
_PREFIX = re.compile(r"([A-Za-z0-9][A-Za-z0-9-]*)?", re.ASCII)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    port: int = 23750
    undo_seconds: int = 10
    alt_refund_prefix: str = "JR-"
    alt_refund_start: int = 1
    rows_per_file: int = 200
    minutes_ahead: int = 10
    """A file is named by a free minute, at most so far ahead; when more refunds wait than that, they share files."""
    retry_seconds_max: int = 60
    """The longest rest between two tries at a site that fails."""
    witness_seconds: int = 600
    """Until a person is asked whether a file has arrived that was perhaps moved, when nothing proves it."""
    site: SiteAddress | None = None

    def __post_init__(self) -> None:
        _within("port", self.port, 0, 65535)
        _within("undo_seconds", self.undo_seconds, 0, 3600)
        _within("alt_refund_start", self.alt_refund_start, 1, 10**9)
        _within("rows_per_file", self.rows_per_file, 1, 10_000)
        _within("minutes_ahead", self.minutes_ahead, 0, 100_000)
        _within("retry_seconds_max", self.retry_seconds_max, 1, 3600)
        _within("witness_seconds", self.witness_seconds, 1, 86_400)
        prefix = self.alt_refund_prefix
        if not isinstance(prefix, str) or not _PREFIX.fullmatch(prefix):
            raise BadSettings(
                f"alt_refund_prefix is {_shown(prefix)}: use letters, digits and dashes, and begin with none."
            )
        if len(prefix) > 20:
            raise BadSettings("alt_refund_prefix is too long: 20 characters at most.")

    def alt_refund_id(self, number: int, *, ledger: str = "") -> str:
        """Prefix and counter, between them what tells this ledger from another one that counts for the same site.

        Jet wants 5 characters or more; a prefix of letters survives Excel.
        """
        return f"{self.alt_refund_prefix}{ledger}{'-' if ledger else ''}{number:05d}"


def _within(name: str, value: object, least: int, most: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadSettings(f"{name} is {_shown(value)}: use a whole number from {least} to {most}.")


def _shown(value: object) -> str:
    """In a sentence. TOML has numbers, and tables in tables, that Python does not write out."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        return "something that is too large"
    return text if len(text) <= 100 else f"{text[:100]}…"


def default_data_dir() -> Path:
    named = os.environ.get(DATA_DIR_VARIABLE)
    return Path(named) if named else platformdirs.user_data_path("jet-refunds", appauthor=False)


def load(data_dir: Path, **given: Any) -> Settings:
    """The settings of this data folder; `given` (the command line's) come last. Raises BadSettings."""
    path = data_dir / CONFIG
    try:
        values = tomllib.loads(config_text(path)) if path.exists() else {}
    except UnicodeDecodeError as error:
        raise BadSettings(f"{path} cannot be read ({error}). Save it as UTF-8 in your editor.") from error
    except (ValueError, RecursionError) as error:  # beside TOMLDecodeError: too many digits, lists in lists in lists
        raise BadSettings(f"{path} cannot be read: {error}") from error
    known = {entry.name for entry in fields(Settings)} - {"data_dir"}
    unknown = sorted(set(values) - known)
    if unknown:
        raise BadSettings(f"{path} has an unknown key: {unknown[0]}. Known are: {', '.join(sorted(known))}.")
    site = values.pop("site", None)
    values |= {name: value for name, value in given.items() if value is not None}
    return Settings(data_dir=data_dir, **values, site=_site(path, site) if site is not None else None)


def config_text(path: Path) -> str:
    """UTF-8, or what an editor of Windows has marked at its first bytes. Raises UnicodeDecodeError, BadSettings."""
    with path.open("rb") as file:
        body = file.read(LONGEST + 1)
    if len(body) > LONGEST:
        raise BadSettings(f"{path} is too long: it may have {LONGEST} bytes, comments included.")
    return body.decode("utf-16" if body.startswith(_UTF_16) else "utf-8-sig")


def _site(path: Path, values: object) -> SiteAddress:
    if not isinstance(values, dict) or set(values) - {"url", "tls", "fingerprint"} or "url" not in values:
        raise BadSettings(f"{path}: [site] holds url, tls and fingerprint, and nothing else.")
    if not all(isinstance(value, str) for value in values.values()):
        raise BadSettings(f"{path}: [site] holds url, tls and fingerprint, each of them in quotes.")
    return SiteAddress.parse(values["url"], values.get("tls", "auto"), values.get("fingerprint"))


def save_site(data_dir: Path, site: SiteAddress) -> None:
    """Write [site] into config.toml and leave the rest as it is: comments, order, blank lines, line endings.

    What an editor has marked as UTF-8 or UTF-16 becomes UTF-8 with a mark. Raises BadSettings, and changes nothing,
    when the file cannot be read, or could not be read again.
    """
    load(data_dir)
    path = data_dir / CONFIG
    text = config_text(path) if path.exists() else ""
    is_marked = path.exists() and path.read_bytes().startswith((codecs.BOM_UTF8, *_UTF_16))
    owner_only.make_folder(data_dir)
    new = path.with_suffix(".new")
    newline = "\r\n" if "\r\n" in (text or os.linesep) else "\n"
    body = _with_site(text, site).replace("\n", newline).encode("utf-8-sig" if is_marked else "utf-8")
    if len(body) > LONGEST:
        raise BadSettings(f"{path} would be too long with the site in it: it may have {LONGEST} bytes.")
    new.write_bytes(body)
    new.replace(path)


def _with_site(text: str, site: SiteAddress) -> str:
    """The text of config.toml with this site in it; its lines end with a line feed."""
    document = tomlkit.parse(text.replace("\r\n", "\n"))
    table = document.setdefault("site", tomlkit.table())
    table.update({"url": site.url, "tls": site.tls})
    if site.fingerprint:
        table["fingerprint"] = site.fingerprint
    else:
        table.pop("fingerprint", None)
    return tomlkit.dumps(document)
