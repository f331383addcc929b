r"""Text of others as text: what it holds is shown, and nothing in it acts on what it is shown in. Pure.

Titles, answers, servers' words, file names, settings and what a browser calls itself come from others. They are kept as
they were given, in the ledger and in the CSV, and made plain where they go out: terminal, log, tray, page, bundle.

- white space, line and paragraph separators among it, is a space; those that keep a sum together (41,20\u00a0$) stay;
- what commands a terminal or turns the order of letters around is written out, as \u001b or \u202e: control characters
  (C0, DEL, C1), embeddings, overrides and isolates (Unicode Standard Annex 9), halves of a letter (surrogates);
- what nobody sees is left out: zero-width characters, marks of direction, fillers, tags (Unicode's
  Default_Ignorable_Code_Point). Selectors of a variant stay, and so do joiners within a script or an emoji.
"""

from __future__ import annotations

import json
import re

_SPACE = re.compile(r"[^\S\u00a0\u202f]")
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u206f\ud800-\udfff\ufff9-\ufffb]")
_UNSEEN = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2060-\u2065\u3164\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_STRAY_JOINER = re.compile("(?<![^\x00-\x7f\u200c\u200d])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f\u200c\u200d])")
"""ZWNJ or ZWJ that joins nothing: Persian, Hindi and emoji have letters beyond ASCII on both sides of it."""


def plain(text: str) -> str:
    """One line. Once plain, it stays as it is."""
    shown = _ACTING.sub(_written_out, _SPACE.sub(" ", text))
    return _STRAY_JOINER.sub("", _UNSEEN.sub("", shown))


def plain_lines(text: str) -> str:
    """The same of text whose line ends mean what they say: a note, a traceback."""
    return "\n".join(map(plain, text.replace("\r\n", "\n").split("\n")))


def plain_json(document: object, *, indent: int | None = None) -> str:
    """JSON that means what the document holds, in letters that any terminal can show (DEL is ASCII, too)."""
    return json.dumps(document, indent=indent).replace("\x7f", "\\u007f")


def _written_out(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
