"""Text of others stays text: nothing in it acts, and what people write stays as they wrote it."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jet_refunds.plain_text import plain, plain_json, plain_lines
from tests.support.hostile_texts import ACTING, HALVES, HOSTILE, LEGIT

EXAMPLES = json.loads((Path(__file__).parents[1] / "contract" / "plain-text.json").read_text("utf-8"))
"""The extension has the same rule, and the same examples."""
EVERYTHING = {**HOSTILE, **HALVES}


@pytest.mark.parametrize("text", EVERYTHING.values(), ids=EVERYTHING)
def test_nothing_hostile_is_left(text: str) -> None:
    shown = plain(text)
    assert ACTING.search(text) or "\n" in text or "\u200d" in text
    assert not ACTING.search(shown)
    assert len(shown.splitlines()) == 1
    shown.encode()


@pytest.mark.parametrize("text", LEGIT)
def test_what_people_write_stays(text: str) -> None:
    assert plain(text) == text.replace("\u3000", " ")


@pytest.mark.parametrize(
    ("text", "shown"),
    [(example["text"], example["shown"]) for example in EXAMPLES],
)
def test_what_would_act_is_written_out_and_what_nobody_sees_is_left_out(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_comes_is_one_line_that_acts_on_nothing_and_once_is_enough(text: str) -> None:
    shown = plain(text)
    assert not ACTING.search(shown)
    assert "\n" not in shown
    assert plain(shown) == shown
    assert {unicodedata.category(letter) for letter in shown}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})


def test_lines_that_mean_it_stay_lines() -> None:
    assert plain_lines("a\x1b\r\nb\u2028c\n") == "a\\u001b\nb c\n"


@given(st.text() | st.sampled_from(list(EVERYTHING.values())))
def test_json_means_what_was_given_and_is_written_in_plain_letters(text: str) -> None:
    written = plain_json({"title": text})
    assert all(" " <= letter <= "~" for letter in written)
    assert json.loads(written) == {"title": text}
