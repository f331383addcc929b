"""Text of others that tries to act on what it is shown in, and text that only looks unusual."""

from __future__ import annotations

import re

HOSTILE = {
    "colour": "\x1b[31mred\x1b[0m",
    "title bar": "\x1b]0;owned\x07after",
    "title bar in C1": "\x9d0;owned\x9cafter",
    "cleared screen": "\x1b[2J\x1b[Hgone",
    "C1 sequence": "\x9b31mred",
    "paste of a command": "\x1b[200~rm -rf\x1b[201~",
    "clipboard": "\x1b]52;c;b3duZWQ=\x07",
    "device control": "\x1bP$q\x1b\\x",
    "answerback": "\x05who",
    "bell": "ring\x07ring",
    "backspaces": "no\x08\x08yes",
    "overwritten": "refused\raccepted",
    "NUL": "a\x00b",
    "DEL": "a\x7fb",
    "another line": "x\n2026-11-27T08:15:02.113Z INFO refund accepted refund=1",
    "next line (NEL)": "x\x852026-11-27T08:15:02.113Z INFO refund accepted refund=1",
    "line separator": "x\u20282026-11-27T08:15:02.113Z INFO refund accepted refund=1",
    "paragraph separator": "x\u2029y",
    "form feed": "x\x0cy",
    "vertical tab": "x\x0by",
    "separators of records": "a\x1cb\x1db\x1ec",
    "override": "gpj.\u202egnp.exe",
    "override of the other way": "a\u202dcba",
    "embedding": "a\u202bb\u202cc",
    "isolate": "a\u2067b\u2069c",
    "open isolate": "a\u2068b",
    "closes what it did not open": "a\u2069\u2069\u202cb",
    "marks of direction": "a\u200f1\u200e2\u061c3",
    "zero width": "pay\u200bpal",
    "zero-width joiner between letters": "pay\u200dpal",
    "word joiner and BOM": "pay\u2060pa\ufeffl",
    "soft hyphen": "pay\xadpal",
    "tags": "pay\U000e0070\U000e0061pal",
    "filler": "pay\u3164pal",
    "annotation": "a\ufff9b\ufffac\ufffb",
    "deprecated": "a\u206ab\u206f",
}
"""By what it tries; all of it fits a title. Halves of a letter cannot come by JSON: see HALVES."""

HALVES = {"half of a letter": "a\ud83d", "a byte of a file's name": "x\udc9b31m", "swapped halves": "\ude00\ud83d"}
"""Python has them of names that are no UTF-8, and of JSON's escapes."""

LEGIT = (
    "Lámpara de pie «Señora», 1½ l – 20 €",
    "折叠椅 ２把",
    "كرسي قابل للطي 12",
    "כיסא מתקפל 12",
    "می\u200cخواهم",
    "क्\u200dष",
    "👩\u200d👩\u200d👧\u200d👦 mug",
    "❤\ufe0f\u200d🔥 1\ufe0f\u20e3 👍🏽",
    "ご\u3099 à̂",
    "a \\x1b that somebody typed",
)
"""Stays as it is, letter by letter."""

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u206f\u061c\u200b\u200e\u200f\u2060-\u2065\ufeff\xad\u3164"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e00ff]"
)
"""What must be in nothing that is shown; a line end may be ours."""
