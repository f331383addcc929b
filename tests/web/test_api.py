"""The routes between extension and helper, on the real application and ledger; every reply is checked by its schema."""

from __future__ import annotations

import json
import threading
import uuid
from typing import Any
from urllib.parse import urlencode

import pytest
from werkzeug.test import TestResponse

from jet_refunds import API, __version__
from jet_refunds.ledger.refund_views import PAGE
from tests.support import documents as doc
from tests.support.api import Api, contents, findings, is_problem, refusal
from tests.support.house import House


@pytest.fixture(name="api")
def _api(house: House) -> Api:
    return Api(house.paired())


def other_order(number: int) -> dict[str, Any]:
    return doc.order(merchant_order_id=f"{number:032x}")


def json_of(response: TestResponse) -> Any:
    assert response.json is not None
    return response.json


# -- health


def test_health_says_who_answers_and_nothing_else_without_a_token(house: House) -> None:
    response = Api(house.client()).get("/v1/health")
    assert response.status_code == 200
    assert response.json == {"name": "jet-refunds", "version": __version__, "api": API}


def test_health_with_a_wrong_token_says_no_more_than_without(house: House) -> None:
    response = Api(house.client()).get("/v1/health", headers={"Authorization": "Bearer wrong"})
    assert set(json_of(response)) == {"name", "version", "api"}


def test_health_with_a_token_says_how_each_part_is_and_how_many_wait(house: House, api: Api) -> None:
    assert json_of(api.get("/v1/health"))["waiting"] == 0
    api.post("/v1/refunds", doc.refund())
    said = json_of(api.get("/v1/health"))
    assert said["waiting"] == 1
    assert [part["part"] for part in said["parts"]] == ["ledger", "site", "courier", "keychain"]
    house.site.stop()
    house.clock.forward(10)
    house.courier.tick()
    site = json_of(api.get("/v1/health"))["parts"][1]
    assert site["state"] == "waiting"
    assert site["reason"]


# -- pairing


def test_a_code_is_traded_for_a_token_that_opens_the_rest(house: House) -> None:
    code = house.ledger.tokens.new_code("pairing", house.clock.now()).text
    api = Api(house.client())
    response = api.post("/v1/pairings", {"code": f"{code[:4].lower()}-{code[4:]}", "client": "Chromium"})
    assert response.status_code == 201
    headers = {"Authorization": f"Bearer {json_of(response)['token']}"}
    assert api.get("/v1/refunds", headers=headers).status_code == 200


def test_a_wrong_code_is_refused_and_the_words_say_how_many_tries_are_left(house: House) -> None:
    house.ledger.tokens.new_code("pairing", house.clock.now())
    response = Api(house.client()).post("/v1/pairings", {"code": "00000000", "client": "x"})
    assert refusal(response) == (403, "wrong_code")
    assert "4" in json_of(response)["detail"]


def test_an_expired_code_is_refused_and_the_words_say_so(house: House) -> None:
    code = house.ledger.tokens.new_code("pairing", house.clock.now()).text
    house.clock.forward(300)
    response = Api(house.client()).post("/v1/pairings", {"code": code, "client": "x"})
    assert refusal(response) == (403, "wrong_code")
    assert "expired" in json_of(response)["detail"]


def test_after_five_wrong_tries_the_right_code_is_refused_too(house: House) -> None:
    code = house.ledger.tokens.new_code("pairing", house.clock.now()).text
    api = Api(house.client())
    for _ in range(5):
        api.post("/v1/pairings", {"code": "00000000", "client": "x"})
    response = api.post("/v1/pairings", {"code": code, "client": "x"})
    assert refusal(response) == (403, "wrong_code")
    assert "new one" in json_of(response)["detail"]


def test_a_pairing_that_lacks_something_is_not_valid_and_costs_no_try(house: House) -> None:
    code = house.ledger.tokens.new_code("pairing", house.clock.now()).text
    api = Api(house.client())
    for _ in range(6):
        response = api.post("/v1/pairings", {"code": code})
        assert refusal(response) == (422, "not_valid")
        assert findings(response) == [("not_valid", "/client")]
    assert api.post("/v1/pairings", {"code": code, "client": "x"}).status_code == 201


# -- orders


def test_an_order_gets_its_standing(api: Api) -> None:
    response = api.post("/v1/orders", doc.order(doc.item(1), doc.item(2, request_order_quantity=3)))
    assert response.status_code == 200
    assert [item["refundable_quantity"] for item in json_of(response)["items"]] == [1, 3]


def test_an_order_that_cannot_be_refunded_gets_its_standing_with_the_reason(api: Api) -> None:
    response = api.post("/v1/orders", doc.order(status="acknowledged"))
    assert response.status_code == 200
    assert json_of(response)["blocks"][0]["code"] == "order_not_refundable"


def test_an_order_with_a_buyer_is_not_valid_and_the_buyer_is_not_repeated(api: Api) -> None:
    response = api.post("/v1/orders", doc.order(buyer={"name": "Not To Be Sent"}))
    assert refusal(response) == (422, "not_valid")
    assert findings(response) == [("not_valid", "")]
    assert b"Not To Be Sent" not in response.data


@pytest.mark.parametrize("document", [[], "order", 1, True, [[]] * 100])
def test_what_is_no_order_at_all_is_not_valid(api: Api, document: Any) -> None:
    assert refusal(api.ask("POST", "/v1/orders", json=document)) == (422, "not_valid")


def test_a_standing_shows_earlier_refunds_newest_first(api: Api) -> None:
    of = doc.order(doc.item(1), doc.item(2))
    first, second = (json_of(api.post("/v1/refunds", doc.refund(doc.line(n), of=of)))["id"] for n in (1, 2))
    standing = json_of(api.post("/v1/orders", of))
    assert [refund["id"] for refund in standing["refunds"]] == [second, first]
    assert [finding["code"] for finding in standing["blocks"]] == ["nothing_left"]


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
        of, start = other_order(round_number), threading.Barrier(4)
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


# -- the list


def test_pages_hold_every_refund_once_newest_first(house: House, api: Api) -> None:
    total = PAGE + 3
    for number in range(total):
        house.take(doc.refund(of=other_order(number)))
    first = json_of(api.get("/v1/refunds"))
    assert len(first["refunds"]) == PAGE
    second = json_of(api.get(f"/v1/refunds?after={first['after']}"))
    assert second["after"] is None
    ids = [refund["id"] for refund in first["refunds"] + second["refunds"]]
    assert ids == list(range(total, 0, -1))
    assert json_of(api.get("/v1/refunds?after=1")) == {"schema_version": 1, "refunds": [], "after": None}


def test_refunds_that_come_between_two_pages_neither_repeat_nor_hide_others(house: House, api: Api) -> None:
    for number in range(PAGE + 2):
        house.take(doc.refund(of=other_order(number)))
    first = json_of(api.get("/v1/refunds"))
    house.take(doc.refund(of=other_order(1000)))
    second = json_of(api.get(f"/v1/refunds?after={first['after']}"))
    assert [refund["id"] for refund in second["refunds"]] == [2, 1]


def test_the_list_can_be_asked_for_one_order_or_one_state(api: Api) -> None:
    ids = [json_of(api.post("/v1/refunds", doc.refund(of=other_order(number))))["id"] for number in (1, 2, 3)]
    api.post(f"/v1/refunds/{ids[1]}/undo")

    def found(query: str) -> list[int]:
        return [refund["id"] for refund in json_of(api.get(f"/v1/refunds?{query}"))["refunds"]]

    assert found(f"merchant_order_id={2:032x}") == [ids[1]]
    assert found("merchant_order_id=unknown") == []
    assert found("state=held") == [ids[2], ids[0]]
    assert found("state=cancelled") == [ids[1]]
    assert found(f"state=held&after={ids[2]}") == [ids[0]]
    assert found(f"state=cancelled&merchant_order_id={1:032x}") == []


def test_the_list_can_be_searched_by_order_sku_and_alt_refund_id(api: Api) -> None:
    """A part will do, in whatever case; signs that mean something to a database mean nothing here."""
    skus = ("SOCKS-BLUE", "socks-red", "100%_WOOL")
    ids = []
    for number, sku in enumerate(skus):
        order = {**other_order(number), "reference_order_id": f"40611485351{number}"}
        order["order_items"] = [{**order["order_items"][0], "merchant_sku": sku}]
        ids.append(json_of(api.post("/v1/refunds", doc.refund(of=order)))["id"])
    third = json_of(api.get(f"/v1/refunds/{ids[2]}"))["alt_refund_id"]

    def found(text: str) -> list[int]:
        page = json_of(api.get(f"/v1/refunds?{urlencode({'text': text})}"))
        return [refund["id"] for refund in page["refunds"]]

    assert found("406114853511") == [ids[1]]
    assert found(f"{2:032x}") == [ids[2]]
    assert found(" Socks ") == [ids[1], ids[0]]
    assert found(third.lower()) == [ids[2]]
    assert found("%_") == [ids[2]]
    assert found("S_C") == []
    assert found("no such thing") == []


@pytest.mark.parametrize("query", ["text=", "text=+", f"text={'x' * 201}"])
def test_a_search_for_nothing_or_for_a_novel_is_refused(api: Api, query: str) -> None:
    assert refusal(api.get(f"/v1/refunds?{query}")) == (400, "bad_request")


# -- the helper's page for a paired browser


def test_a_paired_browser_gets_a_code_that_opens_the_page_once(house: House, api: Api) -> None:
    """The code alone opens it, in a tab that knows no token; a pairing code it is not."""
    code = json_of(api.post("/v1/page-codes"))["code"]
    tab = house.client()
    assert refusal(Api(tab).post("/v1/pairings", {"code": code[:20], "client": "x"})) == (403, "wrong_code")
    assert tab.get(f"/open/{code}").status_code == 303
    assert tab.get("/").status_code == 200
    assert house.client().get(f"/open/{code}").status_code == 403


def test_without_a_token_nobody_gets_a_code_for_the_page(house: House) -> None:
    assert refusal(Api(house.client()).post("/v1/page-codes")) == (401, "not_paired")
    wrong = {"Authorization": "Bearer wrong"}
    assert refusal(Api(house.client()).post("/v1/page-codes", headers=wrong)) == (401, "token_refused")


@pytest.mark.parametrize("query", ["state=refunded", "state=", "after=x", "after=-1", "after=1.0", "after=", "after=١"])
def test_a_question_that_makes_no_sense_is_refused_in_words(api: Api, query: str) -> None:
    response = api.get(f"/v1/refunds?{query}")
    assert refusal(response) == (400, "bad_request")


# -- JSON


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nope",
        b"{} {}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"a": "\xff"}',
        b"[" * 100_000,
        b'{"a": ' + b"1" * 10_000 + b"}",
    ],
)
def test_what_is_not_strict_json_is_refused(api: Api, body: bytes) -> None:
    response = api.post("/v1/orders", data=body, content_type="application/json")
    assert refusal(response) == (400, "not_json")


def test_a_quantity_written_as_2_0_is_2(api: Api) -> None:
    """To JSON Schema they are one number; to Python they are two types."""
    document = doc.order(doc.item(1, request_order_quantity=2.0, shipped_quantity=1e0))
    standing = json_of(api.post("/v1/orders", document))
    assert standing["items"][0]["request_order_quantity"] == 2
    line = doc.line(1, 1, total_quantity_returned=1.0, order_return_refund_qty=1.0)
    asked = doc.refund(line, of=doc.order(), request_id=str(uuid.uuid4()))
    assert api.post("/v1/refunds", asked).status_code == 201
    line |= {"total_quantity_returned": 1, "order_return_refund_qty": 1}
    assert api.post("/v1/refunds", {**asked, "lines": [line]}).status_code == 200


@pytest.mark.parametrize("number", ["1.5", "1e400", "-1e400", "1e300", "100000", "1e5", "-0.5"])
def test_a_quantity_that_is_no_number_of_units_is_not_valid(api: Api, number: str) -> None:
    text = json.dumps(doc.order()).replace('"request_order_quantity": 1', f'"request_order_quantity": {number}')
    response = api.post("/v1/orders", data=text, content_type="application/json; charset=utf-8")
    assert refusal(response) == (422, "not_valid")
    assert findings(response) == [("not_valid", "/order_items/0/request_order_quantity")]


def test_text_of_any_script_survives_the_whole_way(api: Api) -> None:
    title, notes = 'Größe "L" <b>&amp; 尺寸</b> 🧦', "=1+1\n\tça va ‏שלום"
    item = doc.item(1, product_title=title)
    line = doc.line(notes=notes, refund_amount=doc.amount("1.00"), refund_feedback="other")
    said = json_of(api.post("/v1/refunds", doc.refund(line, of=doc.order(item))))
    assert (said["lines"][0]["product_title"], said["lines"][0]["notes"]) == (title, notes)


def test_a_defect_is_answered_without_a_word_of_the_inside(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(house.ledger.refund_views, "page", breaks)
    client = house.paired()
    response = client.get("/v1/refunds")
    is_problem(response)
    assert refusal(response) == (500, "unexpected")
    assert b"secret inside" not in response.data
