"""The routes of one refund: taken, shown, undone, sent, settled by a person; every reply is checked by its schema."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.support import documents as doc
from tests.support.api import Api, contents, findings, json_of, refusal
from tests.support.house import House

# -- taking a refund


def test_a_new_refund_is_created_and_can_be_undone_for_ten_seconds(api: Api) -> None:
    response = api.post("/v1/refunds", doc.refund())
    assert response.status_code == 201
    said = json_of(response)
    assert (said["state"], said["alt_refund_id"], said["total"]) == ("held", "JR-00001", "13.50")
    assert said["held_until"] == "2026-11-23T14:30:25.000000Z"


def test_two_items_of_one_order_in_one_refund_share_one_alt_refund_id(api: Api) -> None:
    document = doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2)))
    said = json_of(api.post("/v1/refunds", document))
    assert len(said["lines"]) == 2
    assert said["total"] == "27.00"


def test_the_same_request_again_is_the_same_refund(api: Api) -> None:
    """A double click, a retry after a lost answer: 201, then 200, one refund."""
    document = doc.refund()
    first, again = api.post("/v1/refunds", document), api.post("/v1/refunds", document)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert len(json_of(api.get("/v1/refunds"))["refunds"]) == 1


def test_the_same_content_in_another_order_of_its_names_is_the_same_request(api: Api) -> None:
    document = doc.refund()
    api.post("/v1/refunds", document)
    assert api.post("/v1/refunds", dict(reversed(document.items()))).status_code == 200


def test_the_same_request_id_with_other_content_is_a_conflict(api: Api) -> None:
    document = doc.refund()
    api.post("/v1/refunds", document)
    response = api.post("/v1/refunds", {**document, "lines": [doc.line(notes="other")]})
    assert refusal(response) == (409, "request_id_taken")


def test_a_refund_that_is_not_valid_points_at_every_place(api: Api) -> None:
    line = doc.line(notes=None, refund_amount=doc.amount("10.00", tax="0.8"))
    response = api.post("/v1/refunds", doc.refund(line))
    assert refusal(response) == (422, "not_valid")
    assert {pointer for _, pointer in findings(response)} == {"/lines/0/notes", "/lines/0/refund_amount/tax"}


def test_a_refund_against_the_rules_points_into_the_refund(api: Api) -> None:
    line = doc.line(total_quantity_returned=2, refund_amount=doc.amount("10.01"))
    response = api.post("/v1/refunds", doc.refund(line, of=doc.order(status="ready")))
    assert refusal(response) == (422, "not_allowed")
    assert findings(response) == [
        ("order_not_refundable", "/order/status"),
        ("returned_more_than_shipped", "/lines/0/total_quantity_returned"),
        ("amount_more_than_left", "/lines/0/refund_amount/principal"),
        ("feedback_missing", "/lines/0/refund_feedback"),
    ]


def test_a_warning_that_is_not_confirmed_stands_at_confirmed_under_its_own_code(api: Api) -> None:
    document = doc.refund(of=doc.order(exception_state="exception - order rejected"))
    response = api.post("/v1/refunds", document)
    assert refusal(response) == (422, "not_allowed")
    assert findings(response) == [("exception_state", "/confirmed")]
    assert api.post("/v1/refunds", {**document, "confirmed": ["exception_state"]}).status_code == 201


WORDS = [
    "exception - Maria Example refused it",
    "Maria Example, 1 Nowhere St",
    "exception - order rejected: Maria Example",
]


@pytest.mark.parametrize("words", WORDS)
def test_words_about_a_buyer_in_an_exception_state_are_neither_kept_nor_repeated(
    house: House, api: Api, words: str
) -> None:
    """Whoever sends them. Sent again it is the same refund, as of a browser that sent it before an update."""
    of = doc.order(exception_state=words)
    document = doc.refund(of=of, confirmed=("exception_state",))
    answers = [
        api.post("/v1/orders", of),
        api.post("/v1/refunds?check=1", {**document, "confirmed": []}),
        api.post("/v1/refunds", {**document, "confirmed": []}),
        api.post("/v1/refunds", document),
        api.post("/v1/refunds", document),
        api.get("/v1/refunds"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 422, 201, 200, 200]
    assert json_of(answers[0])["warnings"][0]["code"] == "exception_state"
    assert "Maria" not in "".join(answer.text for answer in answers)
    kept = b"".join(path.read_bytes() for path in house.helper.settings.data_dir.rglob("*") if path.is_file())
    assert b"exception_state" in kept
    assert b"Maria" not in kept


def test_check_1_judges_and_keeps_nothing(house: House, api: Api) -> None:
    before = contents(house.helper.settings.data_dir)
    line = doc.line(total_quantity_returned=0)
    response = api.post("/v1/refunds?check=1", doc.refund(line, of=doc.order(status="created")))
    assert response.status_code == 200
    said = json_of(response)
    assert [finding["code"] for finding in said["blocks"]] == ["order_not_refundable"]
    assert [finding["pointer"] for finding in said["warnings"]] == ["/lines/0/total_quantity_returned"]
    assert contents(house.helper.settings.data_dir) == before


def test_check_1_of_what_is_not_valid_is_refused(api: Api) -> None:
    assert refusal(api.post("/v1/refunds?check=1", {})) == (422, "not_valid")


def test_two_at_once_who_take_the_last_unit_exactly_one_gets_it(house: House) -> None:
    """Two tabs, two clerks: whatever happens in between, the unit is refunded once."""
    for round_number in range(5):
        of, start = doc.order(merchant_order_id=f"{round_number:032x}"), threading.Barrier(4)
        replies: list[TestResponse] = []
        clients = [Api(house.paired()) for _ in range(4)]

        def ask(client: Api, of: Any = of, start: Any = start, replies: Any = replies) -> None:
            start.wait()
            replies.append(client.post("/v1/refunds", doc.refund(of=of)))

        threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(reply.status_code for reply in replies) == [201, 422, 422, 422]
        refused = next(reply for reply in replies if reply.status_code == 422)
        assert {"nothing_left", "refunded_more_than_left"} <= {code for code, _ in findings(refused)}


def test_one_request_sent_twice_at_once_is_one_refund(house: House) -> None:
    document, start = doc.refund(), threading.Barrier(4)
    replies: list[TestResponse] = []
    clients = [Api(house.paired()) for _ in range(4)]

    def ask(client: Api) -> None:
        start.wait()
        replies.append(client.post("/v1/refunds", document))

    threads = [threading.Thread(target=ask, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reply.status_code for reply in replies) == [200, 200, 200, 201]
    assert len({json_of(reply)["id"] for reply in replies}) == 1


# -- one refund


def test_a_refund_is_shown_by_its_id_from_held_to_accepted(house: House, api: Api) -> None:
    refund_id = json_of(api.post("/v1/refunds", doc.refund()))["id"]
    house.clock.forward(10)
    house.courier.tick()
    said = json_of(api.get(f"/v1/refunds/{refund_id}"))
    assert said["state"] == "delivered"
    name = said["file"]["name"]
    house.acknowledge(f"{name.removesuffix('.csv')}_Ack.csv", "Status,ErrorMessage\r\nTRUE,\r\n")
    house.clock.forward(60)
    house.courier.tick()
    said = json_of(api.get(f"/v1/refunds/{refund_id}"))
    assert (said["state"], said["ack"]["name"]) == ("accepted", f"{name.removesuffix('.csv')}_Ack.csv")
    assert [event["state"] for event in said["timeline"]] == ["held", "queued", "prepared", "delivered", "accepted"]


def test_a_rejection_shows_the_processor_s_own_words(house: House, api: Api) -> None:
    refund_id = json_of(api.post("/v1/refunds", doc.refund()))["id"]
    house.clock.forward(10)
    house.courier.tick()
    (path,) = house.csv_files()
    house.acknowledge(f"{path.name}_Ack", "Status,ErrorMessage\r\nFALSE,Order is too old for us\r\n")
    house.clock.forward(60)
    house.courier.tick()
    said = json_of(api.get(f"/v1/refunds/{refund_id}"))
    assert (said["state"], said["reason"]) == ("rejected", "Order is too old for us")
    assert said["lines"][0]["error_message"] == "Order is too old for us"


@pytest.mark.parametrize("number", ["1", "0", "999999999999999999999999999999"])
@pytest.mark.parametrize("step", ["", "/undo", "/send"])
def test_a_refund_that_does_not_exist_is_not_found(api: Api, number: str, step: str) -> None:
    method = "POST" if step else "GET"
    values: dict[str, Any] = {"json": {}} if step else {}
    assert refusal(api.ask(method, f"/v1/refunds/{number}{step}", **values)) == (404, "not_found")


@pytest.mark.parametrize("path", ["/v1/refunds/x", "/v1/refunds/-1", "/v1/nothing", "/v1/refunds/1/cancel", "/v1/"])
def test_a_path_that_does_not_exist_is_not_found(api: Api, path: str) -> None:
    assert refusal(api.get(path)) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/orders"),
        ("PUT", "/v1/refunds"),
        ("DELETE", "/v1/refunds/1"),
        ("PATCH", "/v1/refunds/1"),
        ("GET", "/v1/refunds/1/undo"),
        ("POST", "/v1/health"),
    ],
)
def test_a_method_that_a_path_does_not_know_is_refused(api: Api, method: str, path: str) -> None:
    values: dict[str, Any] = {"json": {}} if method == "POST" else {}
    assert refusal(api.ask(method, path, **values)) == (405, "method_not_allowed")


# -- undo and send


def test_undo_takes_a_held_refund_back(house: House, api: Api) -> None:
    refund_id = json_of(api.post("/v1/refunds", doc.refund()))["id"]
    response = api.post(f"/v1/refunds/{refund_id}/undo")
    assert (response.status_code, json_of(response)["state"]) == (200, "cancelled")
    house.clock.forward(60)
    house.courier.tick()
    assert house.csv_files() == []


def test_send_does_not_wait_for_the_undo_time(house: House, api: Api) -> None:
    refund_id = json_of(api.post("/v1/refunds", doc.refund()))["id"]
    response = api.post(f"/v1/refunds/{refund_id}/send")
    assert (response.status_code, json_of(response)["state"]) == (200, "queued")
    house.courier.tick()
    assert len(house.csv_files()) == 1


@pytest.mark.parametrize("first", ["undo", "send"])
@pytest.mark.parametrize("second", ["undo", "send"])
def test_what_is_no_longer_held_can_neither_be_undone_nor_sent(api: Api, first: str, second: str) -> None:
    refund_id = json_of(api.post("/v1/refunds", doc.refund()))["id"]
    api.post(f"/v1/refunds/{refund_id}/{first}")
    assert refusal(api.post(f"/v1/refunds/{refund_id}/{second}")) == (409, "not_held")


def test_undo_comes_too_late_once_the_courier_has_begun(house: House, api: Api) -> None:
    refund_id = json_of(api.post("/v1/refunds", doc.refund()))["id"]
    house.clock.forward(10)
    house.courier.tick()
    response = api.post(f"/v1/refunds/{refund_id}/undo")
    assert refusal(response) == (409, "not_held")
    assert "too late" in json_of(response)["detail"]


# -- a file that a person must settle


def test_an_unclear_file_waits_for_a_person_and_says_so(house: House, api: Api) -> None:
    house.unclear_file(doc.refund())
    house.until_asked(1)
    said = json_of(api.get("/v1/refunds"))["refunds"][0]
    assert said["needs_person"]
    assert "The site did not answer." in said["reason"]
    assert "Ask Solid Commerce" in said["reason"]


@pytest.mark.parametrize(("outcome", "state"), [("delivered", "delivered"), ("send_again", "prepared")])
def test_a_person_settles_an_unclear_file_once(house: House, api: Api, outcome: str, state: str) -> None:
    name = house.unclear_file(doc.refund())
    response = api.post(f"/v1/files/{name}/resolve", {"outcome": outcome})
    assert response.status_code == 200
    (said,) = json_of(response)["refunds"]
    assert (said["state"], said["needs_person"]) == (state, False)
    assert refusal(api.post(f"/v1/files/{name}/resolve", {"outcome": outcome})) == (409, "not_unclear")


def test_an_outcome_that_is_none_settles_nothing(house: House, api: Api) -> None:
    name = house.unclear_file(doc.refund())
    assert refusal(api.post(f"/v1/files/{name}/resolve", {"outcome": "lost"})) == (422, "not_valid")
    assert json_of(api.post(f"/v1/files/{name}/resolve", {"outcome": "send_again"}))["refunds"]


def test_a_file_that_does_not_exist_is_not_found(api: Api) -> None:
    response = api.post("/v1/files/JET_REFUND_010101010100.csv/resolve", {"outcome": "delivered"})
    assert refusal(response) == (404, "not_found")
