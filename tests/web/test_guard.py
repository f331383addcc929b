"""Who may talk to the helper: asked on every request, before anything is done; a refused request changes nothing."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jet_refunds.web.guard import BODY_LIMIT
from tests.support import documents as doc
from tests.support.api import Api, contents, is_problem, refusal
from tests.support.house import PORT, House, house

HOME = f"127.0.0.1:{PORT}"
CHROME = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
FIREFOX = "moz-extension://2c127fa4-62c7-7e4f-90e5-472b45eecfdc"
PAGES = (
    "https://partner.jet.com",
    "https://evil.example",
    "http://127.0.0.1",
    f"http://{HOME}",
    f"http://localhost:{PORT}",
    "null",
    "",
    "file://",
    "chrome-extension://",
    "chrome-extension://abc/evil.example",
    "chrome-extension://abc\n",
    "safari-web-extension://abc",
    "https://chrome-extension.example",
    f"{CHROME}.evil.example",
    f"{CHROME} https://evil.example",
    CHROME.upper(),
)
"""Origins that are no extension's of a browser that the product runs in."""

Ask = Callable[..., Any]


@pytest.fixture(name="shared", scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One helper for all that is only asked and refused."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
        with house(tmp_path_factory.mktemp("shared")) as made:
            yield made


def new_refund() -> dict[str, Any]:
    """Of an order of its own, so that it passes whatever was asked before."""
    return doc.refund(of=doc.order(merchant_order_id=uuid.uuid4().hex))


@pytest.fixture(name="ask", scope="module")
def _ask(shared: House) -> Ask:
    """Asks for a refund as a paired extension would, but for what a test changes; refusals must change nothing."""
    client, folder = shared.paired(), shared.helper.settings.data_dir

    def ask(method: str = "POST", path: str = "/v1/refunds", **values: Any) -> Any:
        if method == "POST" and "data" not in values:
            values.setdefault("json", new_refund())
        before = contents(folder)
        response = client.open(path, method=method, **values)
        if response.status_code >= 300:
            if path.startswith("/v1/"):
                is_problem(response)
            assert contents(folder) == before, "a refused request has changed the ledger"
        return response

    return ask


# -- Host


@pytest.mark.parametrize("host", [HOME, f"localhost:{PORT}", f"LOCALHOST:{PORT}"])
def test_the_helper_answers_at_its_own_loopback_names(ask: Ask, host: str) -> None:
    assert ask(headers={"Host": host}).status_code == 201


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        f"127.0.0.1.evil.example:{PORT}",
        f"{HOME}.evil.example",
        f"localhost.evil.example:{PORT}",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:80",
        f"127.0.0.1:{PORT + 1}",
        f"0.0.0.0:{PORT}",
        f"127.0.0.2:{PORT}",
        f"[::1]:{PORT}",
        f"evil.example@{HOME}",
        f" {HOME}",
        "",
    ],
)
@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/v1/refunds"), ("GET", "/v1/health"), ("OPTIONS", "/v1/refunds")]
)
def test_any_other_host_is_refused_on_every_route(ask: Ask, method: str, path: str, host: str) -> None:
    """A page whose name is made to point at 127.0.0.1 (DNS rebinding) sends its own name or another port."""
    assert refusal(ask(method, path, headers={"Host": host})) == (403, "wrong_host")


@pytest.mark.parametrize("path", ["/", "/open/x", "/static/page.css", "/nothing"])
def test_the_page_is_not_shown_under_another_host_either(ask: Ask, path: str) -> None:
    assert ask("GET", path, headers={"Host": f"evil.example:{PORT}"}).status_code == 403


# -- Origin


@pytest.mark.parametrize("origin", [CHROME, FIREFOX, None])
def test_an_extension_s_origin_or_none_is_let_in(ask: Ask, origin: str | None) -> None:
    """A GET of an extension carries none."""
    assert ask(headers={"Origin": origin} if origin else {}).status_code == 201


@pytest.mark.parametrize("origin", PAGES)
def test_a_web_page_s_origin_is_refused_even_with_a_token(ask: Ask, origin: str) -> None:
    headers = {} if "\n" in origin else {"Origin": origin}
    values = {"environ_overrides": {"HTTP_ORIGIN": origin}} if "\n" in origin else {}
    response = ask(headers=headers, **values)
    assert refusal(response) == (403, "wrong_origin")
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(("method", "path"), [("GET", "/v1/health"), ("POST", "/v1/pairings"), ("GET", "/v1/nothing")])
def test_a_web_page_s_origin_is_refused_on_open_and_unknown_routes_too(ask: Ask, method: str, path: str) -> None:
    assert refusal(ask(method, path, headers={"Origin": "https://evil.example"})) == (403, "wrong_origin")


# -- CORS


@pytest.mark.parametrize("origin", [CHROME, FIREFOX])
@pytest.mark.parametrize("path", ["/v1/refunds", "/v1/pairings", "/v1/orders", "/v1/health", "/v1/refunds/1/undo"])
def test_a_preflight_of_an_extension_is_answered_with_its_own_origin(ask: Ask, origin: str, path: str) -> None:
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, content-type"}
    response = ask("OPTIONS", path, headers={"Origin": origin, **wanted})
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == origin
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert "authorization" in response.headers["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("origin", PAGES[:7])
def test_a_preflight_of_a_web_page_is_refused(ask: Ask, origin: str) -> None:
    response = ask("OPTIONS", headers={"Origin": origin, "Access-Control-Request-Method": "POST"})
    assert refusal(response) == (403, "wrong_origin")
    assert not [name for name, _ in response.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("origin", [CHROME, FIREFOX, "https://evil.example", "null", None])
def test_no_answer_ever_allows_every_origin(ask: Ask, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    for method, path in (("POST", "/v1/refunds"), ("GET", "/v1/health"), ("OPTIONS", "/v1/refunds"), ("GET", "/v1/x")):
        response = ask(method, path, headers=headers, **({"data": b"{"} if method == "POST" else {}))
        assert response.headers.get("Access-Control-Allow-Origin") in ({CHROME, FIREFOX, None} & {origin, None})


def test_a_refusal_can_be_read_by_the_extension_whatever_it_says(ask: Ask) -> None:
    """Without the header the browser would hide why: not paired would look like no helper. The proof is read, too."""
    response = ask(headers={"Origin": CHROME, "Authorization": "Bearer wrong"})
    assert refusal(response) == (401, "not_paired")
    assert response.headers["Access-Control-Allow-Origin"] == CHROME
    assert response.headers["Access-Control-Expose-Headers"] == "Jet-Refunds-Proof"


# -- who asks (tests/web/test_authentication.py has the proofs)

CLOSED = (
    ("POST", "/v1/orders"),
    ("POST", "/v1/refunds"),
    ("POST", "/v1/refunds?check=1"),
    ("GET", "/v1/refunds"),
    ("GET", "/v1/refunds/1"),
    ("POST", "/v1/refunds/1/undo"),
    ("POST", "/v1/refunds/1/send"),
    ("POST", "/v1/files/JET_REFUND_112326143000.csv/resolve"),
    ("GET", "/v1/nothing"),
    ("DELETE", "/v1/refunds"),
)


@pytest.mark.parametrize(("method", "path"), CLOSED)
@pytest.mark.parametrize(
    "said", ["", "Bearer", f"Bearer {'A' * 43}", "Basic dXNlcjpwdw==", "Jet-Refunds a b c", "token"]
)
def test_without_a_proof_nothing_is_said_but_not_paired(ask: Ask, method: str, path: str, said: str) -> None:
    response = ask(method, path, headers={"Authorization": said})
    assert refusal(response) == (401, "not_paired")
    assert response.headers["WWW-Authenticate"] == "Jet-Refunds"


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_a_browser_that_nobody_knows_is_told_that_it_is_not_paired_any_more(ask: Ask, method: str, path: str) -> None:
    response = ask(method, path, headers={"Authorization": f"Jet-Refunds {' '.join(['A' * 22] * 4)}"})
    assert refusal(response) == (401, "pairing_ended")


def test_a_pairing_that_was_ended_is_refused_and_another_browser_s_is_not(house: House) -> None:
    first = Api(house.paired())
    house.clock.forward(1)
    second, newest = Api(house.paired()), house.ledger.pairings.browsers()[0]
    assert second.get("/v1/refunds").status_code == 200
    house.ledger.pairings.end(newest.id, house.clock.now())
    assert refusal(second.get("/v1/refunds")) == (401, "pairing_ended")
    assert first.get("/v1/refunds").status_code == 200


def test_what_proves_nothing_proves_nothing_in_the_address_either(house: House) -> None:
    browser = house.credential().browser
    response = Api(house.client()).get(f"/v1/refunds?token={browser}&browser={browser}&nonce={'A' * 22}")
    assert refusal(response) == (401, "not_paired")


def test_the_page_s_cookie_proves_nothing_to_the_api(house: House) -> None:
    client = house.client()
    client.get(f"/open/{house.ledger.page_sessions.new_link(house.clock.now())}")
    assert refusal(Api(client).get("/v1/refunds")) == (403, "wrong_host")
    assert refusal(Api(client).get("/v1/refunds", base_url=f"http://{HOME}")) == (401, "not_paired")


# -- Content-Type and version


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/jsonx",
    ],
)
@pytest.mark.parametrize("path", ["/v1/refunds", "/v1/refunds/1/undo", "/v1/pairings", "/v1/orders"])
def test_a_body_that_is_not_declared_as_json_is_refused(ask: Ask, path: str, content_type: str | None) -> None:
    """What a page may send without a preflight is never JSON."""
    response = ask("POST", path, data=json.dumps(doc.refund()), content_type=content_type)
    assert refusal(response) == (415, "not_json")


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_json_is_taken_in_any_spelling(ask: Ask, content_type: str) -> None:
    assert ask(data=json.dumps(new_refund()), content_type=content_type).status_code == 201


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("1", "The extension is too old"),
        ("3", "Jet Refunds on this computer is too old"),
        ("99", "too old"),
        ("x", "too old"),
        ("", "too old"),
        ("-1", "too old"),
        ("9" * 5_000, "too old"),
        ("0" * 5_000, "too old"),
        ("٢", "too old"),
    ],
)
def test_an_unknown_version_of_the_contract_is_refused_and_says_who_must_update(
    ask: Ask, version: str, words: str
) -> None:
    response = ask(headers={"Jet-Refunds-Api": version})
    assert refusal(response) == (409, "api_mismatch")
    assert words in response.json["detail"]


def test_this_version_is_taken(ask: Ask) -> None:
    assert ask(headers={"Jet-Refunds-Api": "2"}).status_code == 201


# -- size


def test_a_body_of_more_than_2_mib_is_refused(ask: Ask) -> None:
    body = json.dumps(doc.refund()).encode().ljust(BODY_LIMIT + 1)
    assert refusal(ask(data=body, content_type="application/json")) == (413, "too_large")


def test_a_body_of_2_mib_is_read(ask: Ask) -> None:
    body = json.dumps(new_refund()).encode().ljust(BODY_LIMIT)
    assert ask(data=body, content_type="application/json").status_code == 201


# -- headers


def test_every_answer_is_kept_by_nobody_and_framed_by_nobody(ask: Ask) -> None:
    for response in (ask(headers={"Host": "evil.example"}), ask("GET", "/v1/nothing"), ask("GET", "/v1/health")):
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
