"""An entry of the log: a moment in UTC, a level, what happened, and fields. Pure.

    2026-11-27T08:15:02.113Z INFO refund held refund=17 alt_refund_id=JR-00017 client="Chrome on Linux"

Bare are numbers, true, false and plain text; all other text is in JSON's quotes, so that a reader can tell "12" from
12, and in JSON's escapes where a letter of it might act on a terminal. A list of ids or codes is [17,18]. A traceback
follows the entry on lines that are moved in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from jet_refunds.clock import parse_time
from jet_refunds.plain_text import plain, plain_json

Value = str | int | float | bool | None | datetime | Sequence[str] | Sequence[int]
Read = str | int | float | bool | list[str | int]

_ENTRY = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([A-Z]+) ([^=]*?)((?: \w+=.*)?)", re.ASCII)
_FIELD = re.compile(r' (\w+)=("(?:[^"\\]|\\.)*"|\S*)', re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_NOT_PLAIN = re.compile(r'[\s"=\[\],]')
_NOT_LISTED = re.compile(r"[^\w.:-]", re.ASCII)
_TRUTH = {"true": True, "false": False}
_INDENT = "    "


@dataclass(frozen=True)
class Entry:
    at: datetime
    level: str
    event: str
    fields: Mapping[str, Read]
    traceback: str | None = None
    text: str = ""
    """As it stands in the log, its traceback included."""

    def document(self) -> dict[str, Read]:
        """For programs: the entry's own names beside its fields'."""
        told: dict[str, Read] = {"traceback": self.traceback} if self.traceback else {}
        return {"at": moment(self.at), "level": self.level, "event": self.event, **self.fields, **told}


def moment(at: datetime) -> str:
    """Milliseconds are enough to see what came first."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def written(at: datetime, level: str, event: str, fields: Mapping[str, Value], traceback: str | None = None) -> str:
    """The entry's text, without a line end; a field without a value is left out."""
    said = "".join(f" {name}={_written(value)}" for name, value in fields.items() if value is not None)
    told = "".join(f"\n{_INDENT}{plain(line)}" for line in traceback.splitlines()) if traceback else ""
    return f"{moment(at)} {level} {event}{said}{told}"


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, str):
        return _text(value)
    return f"[{','.join(map(_listed, value))}]" if value is not None else ""


def _listed(value: str | int) -> str:
    """Codes of ours; of anything else what a list cannot hold is a question mark."""
    return _NOT_LISTED.sub("?", str(value))


def _text(text: str) -> str:
    looks_otherwise = not text or _NUMBER.fullmatch(text) or text in _TRUTH or _NOT_PLAIN.search(text)
    if plain(text) != text:
        return plain_json(text)
    return json.dumps(text, ensure_ascii=False) if looks_otherwise else text


def read(lines: Iterable[str]) -> Iterator[Entry]:
    """The entries that these lines hold; what comes before the first entry is passed over."""
    gathered: list[str] = []
    for line in lines:
        if _begins(line):
            if gathered:
                yield _read(gathered)
            gathered = [line]
        elif gathered:
            gathered.append(line)
    if gathered:
        yield _read(gathered)


def _begins(line: str) -> re.Match[str] | None:
    return _ENTRY.fullmatch(line.removesuffix("\n"))


def _read(lines: Sequence[str]) -> Entry:
    match = _begins(lines[0])
    assert match is not None  # noqa: S101 - read() begins a new entry by the same expression
    at, level, event, fields = match.groups()
    told = "".join(line.removeprefix(_INDENT) for line in lines[1:]).rstrip("\n")
    return Entry(
        parse_time(at),
        level,
        event,
        {name: _value(text) for name, text in _FIELD.findall(fields)},
        told or None,
        "".join(lines).rstrip("\n"),
    )


def _value(text: str) -> Read:
    if text.startswith('"'):
        return str(json.loads(text))
    if text.startswith("["):
        return [_number(each) for each in text.strip("[]").split(",") if each]
    if text in _TRUTH:
        return _TRUTH[text]
    return float(text) if _NUMBER.fullmatch(text) and "." in text else _number(text)


def _number(text: str) -> str | int:
    return int(text) if _NUMBER.fullmatch(text) and "." not in text else text
