"""The routes between extension and helper, on the real application and ledger; every reply is checked by its schema."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import urlencode

import pytest

from jet_refunds import API, __version__
from jet_refunds.ledger.refund_views import PAGE
from tests.support import documents as doc
from tests.support.api import Api, findings, is_problem, json_of, refusal
from tests.support.credential import new_secret, pair, paired, pairing_request
from tests.support.house import PORT, House, sent_by

# -- health


def test_health_tells_strangers_who_answers_and_nothing_else(house: House) -> None:
    response = Api(house.client()).get("/v1/health")
    assert response.status_code == 200
    assert response.json == {"name": "jet-refunds", "version": __version__, "api": API}


def test_health_tells_who_cannot_prove_himself_no_more(house: House) -> None:
    response = Api(house.client()).get("/v1/health", headers={"Authorization": "Bearer wrong"})
    assert refusal(response) == (401, "not_paired")


def test_health_tells_a_paired_browser_how_each_part_is_and_how_many_wait(house: House, api: Api) -> None:
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


def test_a_code_pairs_a_browser(house: House) -> None:
    """Typed as it comes: small letters, a dash."""
    code = house.code()
    credential = paired(PORT, sent_by(house.client()), f" {code[:4].lower()}-{code[4:]} ")
    answer = credential.ask(PORT, sent_by(house.client()), "GET", "/v1/refunds")
    assert answer.status == 200


@pytest.mark.parametrize("kind", ["wrong", "late", "used", "replaced"])
def test_a_code_that_is_not_good_is_not_proved(house: House, kind: str) -> None:
    """Before the browser has said anything that would help to guess it."""
    code = house.code()
    match kind:
        case "wrong":
            code = "00000000"
        case "late":
            house.clock.forward(300)
        case "used":
            paired(PORT, sent_by(house.client()), code)
        case "replaced":
            house.code()
    assert pair(PORT, sent_by(house.client()), code, pairing_request("x", new_secret())) is None


@pytest.mark.parametrize(
    ("left_out", "pointer"), [("client", "/client"), ("stored_key", "/stored_key"), ("server_key", "/server_key")]
)
def test_a_pairing_that_lacks_something_is_not_valid_and_leaves_the_code(
    house: House, left_out: str, pointer: str
) -> None:
    code, asked = house.code(), pairing_request("x", new_secret())
    lacking = {name: value for name, value in asked.items() if name != left_out}
    answer = pair(PORT, sent_by(house.client()), code, lacking)
    assert answer is not None
    assert (answer.status, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    answer = pair(PORT, sent_by(house.client()), code, asked)
    assert answer is not None
    assert answer.status == 201


def test_a_browser_ends_its_own_pairing_and_no_other(house: House, api: Api) -> None:
    other = Api(house.paired())
    ended = json_of(api.post("/v1/pairings/end"))["browser"]
    assert [browser.id for browser in house.ledger.pairings.browsers()] != [ended]
    assert refusal(api.get("/v1/refunds")) == (401, "pairing_ended")
    assert other.get("/v1/refunds").status_code == 200


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


# -- the list


def test_pages_hold_every_refund_once_newest_first(house: House, api: Api) -> None:
    total = PAGE + 3
    for number in range(total):
        house.take(doc.of_order(number))
    first = json_of(api.get("/v1/refunds"))
    assert len(first["refunds"]) == PAGE
    second = json_of(api.get(f"/v1/refunds?after={first['after']}"))
    assert second["after"] is None
    ids = [refund["id"] for refund in first["refunds"] + second["refunds"]]
    assert ids == list(range(total, 0, -1))
    assert json_of(api.get("/v1/refunds?after=1")) == {"schema_version": 1, "refunds": [], "after": None}


def test_refunds_that_come_between_two_pages_neither_repeat_nor_hide_others(house: House, api: Api) -> None:
    for number in range(PAGE + 2):
        house.take(doc.of_order(number))
    first = json_of(api.get("/v1/refunds"))
    house.take(doc.of_order(1000))
    second = json_of(api.get(f"/v1/refunds?after={first['after']}"))
    assert [refund["id"] for refund in second["refunds"]] == [2, 1]


def test_the_list_can_be_asked_for_one_order_or_one_state(api: Api) -> None:
    ids = [json_of(api.post("/v1/refunds", doc.of_order(number)))["id"] for number in (1, 2, 3)]
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
        order = doc.order(merchant_order_id=f"{number:032x}", reference_order_id=f"40611485351{number}")
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
    """The code alone opens it, in a tab that knows no secret."""
    code = json_of(api.post("/v1/page-codes"))["code"]
    tab = house.client()
    assert tab.get(f"/open/{code}").status_code == 200
    assert tab.get("/").status_code == 200
    assert house.client().get(f"/open/{code}").status_code == 403


def test_strangers_get_no_code_for_the_page(house: House) -> None:
    assert refusal(Api(house.client()).post("/v1/page-codes")) == (401, "not_paired")


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
        b"\xef\xbb\xbf{}",
        *("{}".encode(f"utf-{form}") for form in ("16", "16-le", "16-be", "32", "32-le", "32-be")),
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
