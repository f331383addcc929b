"""No answer, and no work for it, grows with a quantity."""

from __future__ import annotations

import time
from typing import Any

import pytest

from jet_refunds.schema_validation import SCHEMAS
from tests.support import documents as doc
from tests.support.api import Api
from tests.support.house import House

MOST = SCHEMAS["common"]["$defs"]["quantity"]["maximum"]
MOST_ITEMS = SCHEMAS["order"]["properties"]["order_items"]["maxItems"]
SECONDS = 5
"""For the largest order on a busy computer; one by its quantities took a minute for a single item."""


@pytest.fixture(name="api")
def _api(house: House) -> Api:
    return Api(house.paired())


def large(items: int, quantity: int, **changes: Any) -> dict[str, Any]:
    return doc.order(*(doc.item(n, request_order_quantity=quantity) for n in range(1, items + 1)), **changes)


def answers(api: Api, of: dict[str, Any], chosen: int) -> list[int]:
    """The sizes in bytes of all that is asked while a form is filled in."""
    ids = [item["order_item_id"] for item in of["order_items"]]
    lines = [doc.line(order_item_id=item_id, order_return_refund_qty=chosen) for item_id in ids]
    asked = [
        api.post("/v1/orders", of),
        api.post("/v1/full-amounts", doc.quantities(of, dict.fromkeys(ids, chosen))),
        api.post("/v1/refunds?check=1", doc.refund(*lines, of=of)),
    ]
    assert [response.status_code for response in asked] == [200, 200, 200]
    return [len(response.data) for response in asked]


@pytest.mark.parametrize("totals", [None, {"item_price": doc.price("10.00")}], ids=["both readings", "one reading"])
def test_an_answer_for_the_largest_quantity_is_as_long_as_for_three_but_for_its_digits(
    api: Api, totals: dict[str, Any] | None
) -> None:
    small = answers(api, large(1, 3, order_totals=totals), 2)
    largest = answers(api, large(1, MOST, order_totals=totals), MOST - 1)
    assert all(0 <= more - less < 300 for less, more in zip(small, largest, strict=True))


@pytest.mark.slow
def test_the_largest_order_is_answered_at_once(api: Api) -> None:
    begun = time.monotonic()
    sizes = answers(api, large(MOST_ITEMS, MOST), MOST - 1)
    assert time.monotonic() - begun < 3 * SECONDS
    assert max(sizes) < 2_000 * MOST_ITEMS


def test_the_totals_of_the_largest_order_say_what_its_prices_are_for(api: Api) -> None:
    """They may be more than a refund's amount can be, and so may what was paid."""
    price = doc.price("9999999.99")
    of = large(2, MOST, order_totals={"item_price": {"base_price": "1999979998000.02"}})
    for item in of["order_items"]:
        item["item_price"] = price
    standing = api.post("/v1/orders", of).json
    assert standing is not None
    assert standing["items"][0]["price_basis"]["principal"] == "unit"
    assert standing["items"][0]["paid"]["principal"] == "999989999000.01"


def test_the_largest_quantity_is_refunded_whole_and_unit_by_unit(api: Api) -> None:
    price = doc.price("99999.00")
    of = large(1, MOST, order_totals={"item_price": price})
    of["order_items"][0]["item_price"] = price
    one = doc.line(1, 1, refund_amount=doc.amount("1.00"))
    rest = doc.line(1, MOST - 1, refund_amount=doc.amount("99998.00"))
    assert api.post("/v1/refunds", doc.refund(one, of=of)).status_code == 201
    assert api.post("/v1/refunds", doc.refund(rest, of=of)).status_code == 201
