"""A full disk on the seller's computer: said in words, nothing half kept, and gone when there is room again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from jet_refunds.diagnostics.health import Overall
from tests.support import documents as doc
from tests.support.api import Api, is_problem, refusal
from tests.support.house import House

SENTENCE = "The disk of this computer is full, so Jet Refunds cannot keep anything. Free some space."
MOST_PAGES = 1_073_741_823
"""As many as SQLite allows by itself."""


@contextmanager
def no_room(house: House) -> Iterator[None]:
    """SQLite takes no page beyond those that the ledger has, and says what it says on a full disk."""
    limit(house, 1)
    yield
    limit(house, MOST_PAGES)


def limit(house: House, pages: int) -> None:
    with house.ledger.database.reading() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def until_full(api: Api) -> tuple[dict[str, Any], Any]:
    """The first refund that found no room, with its answer: what was free in the last pages is used up by then."""
    for number in itertools.count():
        document = doc.refund(of=doc.order(merchant_order_id=f"{number:032x}"))
        answer = api.post("/v1/refunds", document)
        if answer.status_code != 201:
            return document, answer
    raise AssertionError("unreachable")


def test_it_is_said_and_the_same_refund_goes_through_when_there_is_room_again(house: House) -> None:
    api = Api(house.paired())
    with no_room(house):
        document, answer = until_full(api)
        is_problem(answer)
        assert (*refusal(answer), answer.json["detail"]) == (503, "not_now", SENTENCE)
        kept = house.ledger.refund_views.page().refunds
        assert document["request_id"] not in [refund.request_id for refund in kept]
        assert house.helper.health.overall() == Overall("needs_you", SENTENCE)
    assert api.post("/v1/refunds", document).status_code == 201
    house.clock.forward(house.helper.settings.undo_seconds)
    house.courier.tick()
    sent = house.ledger.refund_views.page().refunds
    assert {refund.state for refund in sent} == {"delivered"}
    assert house.helper.health.parts()[0].state == "fine"
