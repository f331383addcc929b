"""What a run takes of more than it can: drawn from the seed, so that --explore takes the rest by and by."""

from __future__ import annotations

import re

import pytest

from jet_refunds_demo import browser

_KIND = re.compile(rf"\b({'|'.join(browser.KINDS)})\b")


def drawn_seed(config: pytest.Config) -> int:
    """The one of the properties, which scripts/test.py --explore draws; else always the same."""
    return int(config.getoption("--hypothesis-seed") or 0)


def out_of_turn(items: list[pytest.Item], seed: int) -> set[pytest.Item]:
    """Of each example that is marked by_turns and collected for several browsers, all but the one whose turn it is."""
    examples: dict[str, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("by_turns"):
            examples.setdefault(_KIND.sub("", item.nodeid), []).append(item)
    return {
        item
        for number, name in enumerate(sorted(examples), seed)
        for place, item in enumerate(sorted(examples[name], key=lambda found: found.nodeid))
        if place != number % len(examples[name])
    }
