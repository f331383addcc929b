"""What only a person can say: of a file that may have arrived, of an answer that nobody understands or that changed."""

from __future__ import annotations

import re

import pytest

from tests.sites.test_courier import answer, delivered
from tests.support import documents as doc
from tests.support.api import Api, refusal
from tests.support.house import PORT, House, Loopback
from tests.web.conftest import words

NAME = "JET_REFUND_112326143000.csv"
ANSWER = "JET_REFUND_112326143000_Ack.csv"
HEADER = "alt_refund_id,order_item_id,Status,ErrorMessage"


def answered(house: House, *statuses: str) -> int:
    """A refund with these answers, one after the other."""
    refund_id = delivered(house)
    for status in statuses:
        house.acknowledge(ANSWER, answer(status))
        house.clock.forward(60)
        house.courier.tick()
    return refund_id


def press(page: Loopback, button: str) -> None:
    """The button with this name, with its form's hidden fields."""
    found = re.search(
        r'<form method="post" action="(?P<action>[^"]+)"(?P<form>(?:(?!</form>).)*?)'
        rf'<button class="small"(?P<self>[^>]*)>{re.escape(button)}</button>',
        page.get("/").text,
        re.DOTALL,
    )
    assert found, words(page.get("/"))
    fields = re.findall(r'name="([^"]+)" value="([^"]*)"', found["form"] + found["self"])
    origin = {"Origin": f"http://{page.host}:{PORT}"}
    assert page.post(found["action"], data=dict(fields), headers=origin).status_code == 303


@pytest.mark.parametrize(
    ("button", "state"), [(f"Solid Commerce accepted {NAME}", "accepted"), ("They rejected it", "rejected")]
)
def test_what_an_answer_meant_is_said_by_a_person(house: House, page: Loopback, button: str, state: str) -> None:
    refund_id = answered(house, "MAYBE")
    assert "neither TRUE nor FALSE" in words(page.get("/"))
    press(page, button)
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.needs_person) == (state, False)
    assert [line.result for line in status.lines] == [state]
    house.clock.forward(60)
    house.courier.tick()
    assert house.state(refund_id) == state
    assert house.helper.health.overall().mood == "fine"


# -- row by row

TWO = doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2)))


def unclear(house: House) -> int:
    """A refund of two rows whose answer says something of each that nobody understands."""
    refund_id = delivered(house, TWO)
    house.acknowledge(ANSWER, answer("MAYBE", 'Not found, "Blue socks" <b>', 1, 2))
    house.clock.forward(60)
    house.courier.tick()
    return refund_id


def test_an_answer_is_shown_as_a_table_and_said_row_by_row(house: House, page: Loopback) -> None:
    refund_id = unclear(house)
    address = re.search(r'href="([^"]+)">See the answer, say it row by row', page.get("/").text)
    assert address
    shown = page.get(address[1]).text
    assert re.findall(r"<th scope=\"col\">([^<]*)", shown) == HEADER.split(",")
    assert "&lt;b&gt;" in shown
    keys = re.findall(r'name="result:([^"]+)" value="accepted"', shown)
    assert keys == [f"JR-00001:{number:032x}" for number in (1, 2)]
    csrf = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert csrf
    said = {f"result:{keys[0]}": "accepted", f"result:{keys[1]}": "rejected", f"words:{keys[1]}": "Already refunded"}
    origin = {"Origin": f"http://{page.host}:{PORT}"}
    assert page.post(address[1], data={"csrf": csrf[1]}, headers=origin).status_code == 422
    assert page.post(address[1], data={"csrf": csrf[1], **said}, headers=origin).status_code == 303
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.needs_person) == ("partly_accepted", False)
    assert [(line.result, line.error_message) for line in status.lines] == [
        ("accepted", None),
        ("rejected", "Already refunded"),
    ]
    assert status.timeline[-1].message.startswith("You said: Solid Commerce accepted 1 of 2 items.")
    assert page.get(address[1]).status_code == 409


def test_a_program_says_it_row_by_row_and_of_all_rows(house: House) -> None:
    api = Api(house.paired())
    refund_id = unclear(house)
    rows = [
        {"alt_refund_id": "JR-00001", "order_item_id": f"{number:032x}", "result": "accepted", "error_message": None}
        for number in (1, 2)
    ]
    address = f"/v1/files/{NAME}/resolve"
    for wrong in (rows[:1], [rows[0], rows[0]], [*rows, rows[0]], [rows[0], rows[1] | {"order_item_id": "9"}]):
        assert refusal(api.post(address, {"outcome": "rows", "rows": wrong})) == (422, "not_all_rows")
    for document in ({"outcome": "rows"}, {"outcome": "accepted", "rows": rows}, {"outcome": "rows", "rows": []}):
        assert refusal(api.post(address, document)) == (422, "not_valid")
    assert house.state(refund_id) == "delivered"
    assert api.post(address, {"outcome": "rows", "rows": rows}).status_code == 200
    assert house.state(refund_id) == "accepted"
    assert refusal(api.post(address, {"outcome": "rows", "rows": rows})) == (409, "not_unclear")


def test_nothing_is_said_of_an_answer_that_is_clear(house: House) -> None:
    api = Api(house.paired())
    answered(house)
    for outcome in ("accepted", "delivered"):
        assert refusal(api.post(f"/v1/files/{NAME}/resolve", {"outcome": outcome})) == (409, "not_unclear")


def test_an_answer_to_an_unclear_file_settles_it(house: House) -> None:
    """Whoever has answered has had the file: nobody need decide, and it is not sent again."""
    delivered(house)
    name = house.unclear_file(doc.refund(of=doc.order(merchant_order_id="cd" * 16)))
    second = 2
    house.until_asked(second)
    house.acknowledge(f"{name}_Ack", f"{HEADER}\r\nJR-00002,{1:032x},TRUE,\r\n")
    house.clock.forward(60)
    house.courier.tick()
    status = house.ledger.refund_views.get(second)
    assert (status.state, status.needs_person) == ("accepted", False)
    assert name not in [path.name for path in house.csv_files()]


def test_an_answer_that_changed_is_asked_about_until_it_was_seen(house: House, page: Loopback) -> None:
    refund_id = answered(house, "TRUE", "FALSE")
    assert house.state(refund_id) == "accepted"
    assert house.helper.health.overall().mood == "needs_you"
    assert "says something else than before" in words(page.get("/"))
    press(page, "I have seen it")
    house.clock.forward(600)
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.needs_person) == ("accepted", False)
    assert "says something else than before" in str(status.reason)
    assert house.helper.health.overall().mood == "fine"
