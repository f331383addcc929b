"""Text of others stays text on the helper's page: nothing in it acts, and none turns around what stands beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from jet_refunds.errors import SiteRefused
from jet_refunds.plain_text import plain
from jet_refunds.web.dashboard.template_filters import shown
from tests.sites.test_courier import answer, delivered
from tests.support import documents as doc
from tests.support import hostile_history
from tests.support.hostile_texts import ACTING, HOSTILE, LEGIT
from tests.support.house import House, Loopback
from tests.web.test_decisions import ANSWER, NAME

RIGHT_TO_LEFT = "כיסא"
VOID = {"meta", "link", "input", "br", "circle", "path", "rect"}
BLOCKS = {"td", "th", "h1", "h2", "h3", "legend", "title", "option"}
"""Each is a paragraph of its own, and so is a flex item: what it holds reorders nothing outside of it."""


PATHS = ("/", "/refunds/1", f"/files/{NAME}/answer")


def answered(house: House, text: str) -> None:
    """A refund of what is called so has been answered in words that nobody understands."""
    item = doc.item(product_title=text, merchant_sku=text)
    refund_id = delivered(house, doc.refund(doc.line(notes=plain(text)), of=doc.order(item)))
    assert refund_id == 1
    house.acknowledge(ANSWER, answer(f"MAYBE {text}"))
    house.clock.forward(60)
    house.courier.tick()
    house.ledger.refunds.remark([refund_id], text, house.clock.now(), needs_person=True)


@dataclass
class Isolate:
    """What stands in an element that the browser orders by itself: <bdi>, .words (page.css), a cell, a heading."""

    tag: str
    text: list[str] = field(default_factory=list)


class Isolates(HTMLParser):
    """The isolates of a page, each with its own text alone."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[tuple[str, Isolate]] = [("html", Isolate("html"))]
        self.found: list[Isolate] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        inner = self._open[-1][1]
        if tag in BLOCKS | {"bdi"} or "words" in (dict(attrs).get("class") or "").split():
            inner = Isolate(tag)
            self.found.append(inner)
        self._open.append((tag, inner))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self._open[-1][1].text.append(data.strip())


def followed(page: str) -> list[str]:
    """Isolates, or the page itself, in which something stands beside text from right to left."""
    isolates = Isolates(page)
    whole = isolates._open[0][1]
    texts = [[text for text in each.text if text] for each in (*isolates.found, whole)]
    assert any(RIGHT_TO_LEFT in text for each in texts for text in each)
    return [" | ".join(each) for each in texts if len(each) > 1 and any(RIGHT_TO_LEFT in text for text in each)]


def test_a_page_with_hostile_texts_everywhere(house: House, page: Loopback) -> None:
    refund_id = hostile_history.fill(house.ledger, house.refund_service)
    name = house.file_name(refund_id)
    for path in ("/", f"/refunds/{refund_id}", f"/files/{name}/answer"):
        assert not ACTING.search(page.get(path).text)
    text = page.get(f"/refunds/{refund_id}").get_data(as_text=True)
    assert [legit for legit in LEGIT if plain(legit) not in text] == []
    assert "two\nlines, gpj.\\u202eexe paypal  of it" in text, "a seller's lines stay lines"


@pytest.mark.parametrize("name", ["title bar", "override", "open isolate", "line separator"])
def test_an_answer_and_the_words_of_a_site(house: House, page: Loopback, name: str) -> None:
    text = HOSTILE[name]
    answered(house, text)
    house.courier.trouble = SiteRefused(f"The site said: {text}")
    for path in PATHS:
        response = page.get(path)
        assert response.status_code == 200
        assert not ACTING.search(response.text)


def test_text_from_right_to_left_turns_nothing_around_that_stands_beside_it(house: House, page: Loopback) -> None:
    """Amounts and ids beside it would be read in another order."""
    answered(house, RIGHT_TO_LEFT)
    house.ledger.unmatched_acks.keep(RIGHT_TO_LEFT, RIGHT_TO_LEFT.encode(), house.clock.now())
    hostile_history.named(house.ledger, RIGHT_TO_LEFT, house.clock.now())
    for path in PATHS:
        assert followed(page.get(path).text) == []


def test_the_page_s_style_isolates_words() -> None:
    style = Path(__file__).parents[2] / "helper/jet_refunds/web/dashboard/static/page.css"
    (rule,) = (line for line in style.read_text().splitlines() if line.startswith(".words {"))
    assert "unicode-bidi: isolate" in rule


def test_markup_and_numbers_are_shown_as_they_are() -> None:
    assert shown(7) == 7
    assert shown("a\x1b\nb") == "a\\u001b\nb"
