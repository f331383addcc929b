"""The helper's page: the real app on a real ledger and a real FTP site."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jet_refunds import settings
from jet_refunds.domain.labels import STATE_LABELS
from jet_refunds.domain.refund import State
from jet_refunds.errors import LedgerUnavailable, NotFound
from jet_refunds.ledger.page_sessions import host_of
from jet_refunds.web.dashboard.session import COOKIE
from jet_refunds.web.dashboard.site_form import without_password
from jet_refunds.web.dashboard.template_filters import moment
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers.certificates import certificate, fingerprint
from tests.sites.servers.pyftpdlib import explicit
from tests.support import documents as doc
from tests.support.credential import new_secret, pair, paired, pairing_request
from tests.support.house import PORT, House, Loopback, TestClock, computer, sent_by
from tests.support.silent_server import silent_server
from tests.web.conftest import link, words

ORDER = "406114853511"


def csrf(page: Loopback) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', page.get("/").text)
    assert found
    return found[1]


def own_origin(page: Loopback) -> str:
    return f"http://{page.host}:{PORT}"


def post(page: Loopback, path: str, **fields: str) -> TestResponse:
    return page.post(path, data={"csrf": csrf(page), **fields}, headers={"Origin": own_origin(page)})


def tried(house: House, page: Loopback, path: str = "/site", **fields: str) -> TestResponse:
    """The page after the site test has ended that a form has begun."""
    answer = post(page, path, **fields)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/#site")
    assert house.helper.site_tests.wait(20)
    return page.get("/")


def looks_again_at(answer: TestResponse) -> str:
    """The address that a browser without scripts goes to by itself."""
    found = re.search(r'<noscript><meta http-equiv="refresh" content="2;url=(/[^"]+)"></noscript>', answer.text)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (ZeroDivisionError("of ours"), 500, "Something went wrong in Jet Refunds."),
        (LedgerUnavailable("The ledger is damaged."), 503, "This cannot be done now."),
        (NotFound("There is no refund 7."), 404, "There is no such thing here."),
    ],
)
def test_what_fails_is_said_on_a_page(
    house: House, page: Loopback, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, title: str
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(house.ledger.refund_views, "page", fails)
    response = page.get("/")
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert title in words(response)
    assert "of ours" not in response.text


def test_an_address_that_cannot_be_asked_so_is_said_on_a_page(page: Loopback) -> None:
    response = page.get("/static/nothing.css")
    assert (response.status_code, response.mimetype) == (404, "text/html")


class TestSession:
    """The one-time link, the cookie, and nothing without them."""

    def test_the_link_opens_the_page(self, house: House) -> None:
        """It leads to a host of the session's own, whose cookie neither scripts nor other sites can use."""
        client, once = house.client(), link(house)
        host = host_of(once.rpartition("/")[2])
        first = FlaskClient.open(client, once, base_url=f"http://127.0.0.1:{PORT}")
        assert (first.status_code, first.headers["Location"]) == (303, f"http://{host}:{PORT}{once}")
        assert "Set-Cookie" not in first.headers
        answer = client.get(once)
        assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("jet-refunds=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
        assert "domain" not in cookie.lower(), "a cookie without a domain is of this host alone"
        assert (client.get("/").status_code, client.host) == (200, host)

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "another"])
    def test_the_cookie_opens_nothing_at_another_host(self, house: House, page: Loopback, host: str) -> None:
        """Not even at the host of another session that is open."""
        cookie = page.get_cookie(COOKIE, domain=page.host)
        assert cookie
        other = house.client()
        other.get(link(house))
        host = other.host if host == "another" else host
        other.set_cookie(COOKIE, cookie.value, domain=host)
        assert other.get("/", base_url=f"http://{host}:{PORT}").status_code == 401

    @pytest.mark.parametrize(
        ("host", "status"),
        [
            ("jet-refunds.localhost", 403),
            ("jet-refunds-x.localhost", 403),
            (f"jet-refunds-{'0' * 32}.localhost", 401),
            (f"jet-refunds-{'0' * 32}.localhost.example", 403),
        ],
    )
    @pytest.mark.parametrize("path", ["/", "/static/page.css", "/open/x"])
    def test_a_host_of_no_session_is_not_ours(self, house: House, host: str, status: int, path: str) -> None:
        answer = house.client().get(path, base_url=f"http://{host}:{PORT}")
        assert answer.status_code == status

    def test_a_page_s_host_is_its_port_s(self, page: Loopback) -> None:
        assert page.get("/", headers={"Host": f"{page.host}:{PORT + 1}"}).status_code == 403
        assert page.get("/v1/health").status_code == 403, "the API is at our own address"

    def test_what_a_browser_has_opened_ends_with_its_pairing(self, house: House) -> None:
        """Its pages, and the links that it has asked for; the page of the tray stays."""
        tray, browser = house.client(), house.paired()
        tray.get(link(house))
        used, unused = (browser.post("/v1/page-codes", json={}).get_json()["code"] for _ in range(2))
        opened = house.client()
        assert opened.get(f"/open/{used}").status_code == 200
        assert opened.get("/").status_code == 200
        assert browser.post("/v1/pairings/end", json={}).status_code == 200
        closed = opened.get("/")
        assert (closed.status_code, "This page is closed." in words(closed)) == (401, True)
        assert house.client().get(f"/open/{unused}").status_code == 403
        assert tray.get("/").status_code == 200

    def test_the_link_works_once(self, house: House) -> None:
        """A link that lies in a browser's history opens nothing."""
        once = link(house)
        assert house.client().get(once).status_code == 200
        again = house.client().get(once)
        assert again.status_code == 403
        assert "This link was used before, or it has expired." in words(again)
        assert "Set-Cookie" not in again.headers

    @pytest.mark.parametrize(
        "ahead",
        [
            {"method": "HEAD"},
            {"headers": {"Sec-Purpose": "prefetch"}},
            {"headers": {"Sec-Purpose": "prefetch;prerender"}},
            {"headers": {"Sec-Purpose": "prefetch;anonymous-client-ip"}},
            {"headers": {"Purpose": "prefetch"}},
            {"headers": {"X-Purpose": "preview"}},
            {"headers": {"X-Moz": "prefetch"}},
        ],
    )
    def test_only_a_person_who_follows_the_link_uses_it_up(self, house: House, ahead: dict[str, Any]) -> None:
        """A browser that fetches ahead, and a program that looks what is there, do not."""
        once = link(house)
        answer = house.client().open(once, **{"method": "GET", **ahead})
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert house.client().get(once).status_code == 200

    def test_the_link_expires(self, house: House) -> None:
        """After five minutes."""
        late = link(house)
        house.clock.forward(5 * 60)
        assert house.client().get(late).status_code == 403

    def test_a_pairing_code_is_no_link(self, house: House) -> None:
        """Nor is a browser's id a session."""
        assert house.client().get(f"/open/{house.code()}").status_code == 403
        client = house.client()
        client.set_cookie(COOKIE, house.credential().browser, domain="127.0.0.1")
        assert client.get("/").status_code == 401

    @pytest.mark.parametrize("path", ["/", "/refunds/1", "/?after=9"])
    def test_without_a_session_nothing_is_shown(self, house: House, path: str) -> None:
        """One sentence says how to open the page."""
        house.send(doc.refund())
        answer = house.client().get(path)
        assert answer.status_code == 401
        assert "Open this page from the Jet Refunds icon in the system tray, or with the command" in words(answer)
        assert ORDER not in answer.text
        assert "JR-" not in answer.text

    @pytest.mark.parametrize("path", ["/pair", "/unpair", "/site"])
    def test_without_a_session_nothing_is_done(self, house: House, path: str) -> None:
        """Whatever token the form carries."""
        client = house.client()
        answer = client.post(path, data={"csrf": "0" * 64}, headers={"Origin": own_origin(client)})
        assert answer.status_code == 401

    def test_the_session_ends_after_twelve_hours(self, house: House, page: Loopback) -> None:
        """A browser left open overnight shows nothing in the morning."""
        house.clock.forward(12 * 3600 - 1)
        assert page.get("/").status_code == 200
        house.clock.forward(1)
        assert page.get("/").status_code == 401


class TestGuard:
    """Other pages in the same browser."""

    @pytest.mark.parametrize("token", [None, "", "0" * 64, "é"])
    def test_a_form_without_our_token_is_refused(self, house: House, page: Loopback, token: str | None) -> None:
        """And nothing is changed."""
        before = settings.load(house.helper.settings.data_dir).site
        fields = {"url": "ftp://mallory@example.com/", "tls": "off"} | ({} if token is None else {"csrf": token})
        assert page.post("/site", data=fields, headers={"Origin": own_origin(page)}).status_code == 403
        assert settings.load(house.helper.settings.data_dir).site == before

    def test_the_token_of_another_session_is_refused(self, house: House, page: Loopback) -> None:
        """Each session has its own."""
        other = house.client()
        other.get(link(house))
        assert page.post("/pair", data={"csrf": csrf(other)}).status_code == 403

    @pytest.mark.parametrize(
        "origin", ["https://partner.jet.com", "http://127.0.0.1:8000", "null", f"chrome-extension://{'a' * 32}"]
    )
    def test_a_foreign_origin_is_refused(self, page: Loopback, origin: str) -> None:
        """Even with the right token: no other page has business here."""
        fields = {"csrf": csrf(page)}
        assert page.post("/pair", data=fields, headers={"Origin": origin}).status_code == 403

    def test_a_foreign_host_is_refused(self, page: Loopback) -> None:
        """DNS rebinding: the address is ours, the name is not."""
        assert page.get("/", headers={"Host": f"evil.example:{PORT}"}).status_code == 403

    @pytest.mark.parametrize("path", ["/", "/refunds/1", "/refunds/99", "/open/wrong", "/static/page.js"])
    def test_the_policy_allows_our_own_files_only(self, house: House, page: Loopback, path: str) -> None:
        """Nothing from elsewhere, nothing inside the page, no frame around it."""
        house.send(doc.refund())
        with page.get(path) as answer:
            policy = answer.headers["Content-Security-Policy"].split("; ")
        assert policy[0] == "default-src 'none'"
        assert {"script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "form-action 'self'"} <= set(policy)
        assert not [part for part in policy if "unsafe" in part or "http" in part]

    def test_no_script_or_style_is_inside_the_page(self, house: House, page: Loopback) -> None:
        """The policy would stop them."""
        house.send(doc.refund())
        for path in ("/", "/refunds/1"):
            text = page.get(path).text
            assert not re.findall(r"<style|<script(?![^>]* src=)|\s(?:style|on\w+)=", text)
            assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)

    @pytest.mark.parametrize("name", ["page.js", "page.css", "icon.svg"])
    def test_our_own_files_are_served(self, house: House, name: str) -> None:
        """Also to the page that says how to open it."""
        with house.client().get(f"/static/{name}") as answer:
            assert answer.status_code == 200


class TestRefunds:
    """What waits and why; each refund's story."""

    def test_nothing_yet(self, page: Loopback) -> None:
        """A new helper says what to do."""
        said = words(page.get("/"))
        assert "Three steps to the first refund" in said
        assert "No refunds yet. Open an order in the Jet partner portal and click Refund." in said
        assert "What waits, and why" not in said

    def test_a_refund_is_listed(self, house: House, page: Loopback) -> None:
        """State, order number, total, alt_refund_id, time."""
        house.take(doc.refund())
        answer = page.get("/")
        for shown in ("JR-00001", ORDER, "$13.50", STATE_LABELS[State.HELD], '<time datetime="2026-11-23T14:30:15Z"'):
            assert shown in answer.text
        assert "1 refund waits They can still be undone, and then go out by themselves." in words(answer)

    def test_what_waits_says_why(self, house: House, page: Loopback) -> None:
        """Refunds that wait for one reason stand together, with the way to mend it."""
        house.site.password = "changed"
        house.send(doc.refund())
        house.send(doc.refund(of=doc.order(merchant_order_id="cd" * 16)))
        house.courier.tick()
        said = words(page.get("/"))
        reason = str(house.courier.trouble)
        assert f"2 refunds wait for you {reason} Your FTP site's settings JR-00001 , JR-00002" in said
        assert "You are needed" in said

    def test_all_that_wait_are_counted(self, house: House, page: Loopback) -> None:
        """However many: one page of the list is not the whole."""
        for number in range(60):
            house.take(doc.refund(of=doc.order(merchant_order_id=f"{number:032x}")))
        assert "60 refunds wait" in words(page.get("/"))
        assert "and 54 more" in words(page.get("/"))

    def test_an_answer_to_an_unknown_file_is_shown(self, house: House, page: Loopback) -> None:
        """With its name and its beginning, whatever it holds."""
        assert "not sent from here" not in words(page.get("/"))
        body = b"Status,ErrorMessage\r\nFALSE,<b>No</b>" + bytes(range(256)) * 9
        house.ledger.unmatched_acks.keep("JET_REFUND_112326150000.csv_Ack", body, house.clock.now())
        text = page.get("/").text
        assert "JET_REFUND_112326150000.csv_Ack" in text
        assert "FALSE,&lt;b&gt;No&lt;/b&gt;" in text

    def test_a_refund_has_its_page(self, house: House, page: Loopback) -> None:
        """The timeline with the file's name and the processor's own words."""
        refund_id = house.send(
            doc.refund(doc.line(notes="Box open"), of=doc.order(doc.item(product_title='<i>5" & up')))
        )
        house.courier.tick()
        (path,) = house.csv_files()
        house.acknowledge(f"{path.stem}_Ack.csv", 'Status,ErrorMessage\r\nFALSE,"No such <order>, sorry"\r\n')
        house.clock.forward(60)
        house.courier.tick()
        assert house.state(refund_id) == "rejected"
        answer = page.get(f"/refunds/{refund_id}")
        said = words(answer)
        rejected = STATE_LABELS[State.REJECTED]
        for shown in ("Refund JR-00001", "$13.50", rejected, path.name, "No such <order>, sorry", "Box open"):
            assert shown in said
        assert "&lt;i&gt;5&#34; &amp; up" in answer.text
        assert "<i>" not in answer.text
        timeline = [event.message for event in house.ledger.refund_views.get(refund_id).timeline]
        assert [message for message in timeline if message not in said] == []

    def test_accepted_is_not_refunded(self, house: House, page: Loopback) -> None:
        """Solid Commerce took it; nobody here knows whether Jet has paid."""
        refund_id = house.send(doc.refund())
        house.courier.tick()
        house.acknowledge(f"{house.csv_files()[0].stem}_Ack.csv", "Status,ErrorMessage\r\nTRUE,\r\n")
        house.clock.forward(60)
        house.courier.tick()
        for path in ("/", f"/refunds/{refund_id}"):
            said = words(page.get(path))
            assert "Accepted by Solid Commerce" in said
            assert "refunded" not in said.lower()

    def test_no_such_refund(self, page: Loopback) -> None:
        """A page with a sentence, not a document for programs."""
        answer = page.get("/refunds/99")
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert "There is no refund 99." in words(answer)

    def test_older_refunds_are_a_link_away(self, house: House, page: Loopback) -> None:
        """Twenty on a page, none twice, none left out."""
        for number in range(45):
            house.take(doc.refund(of=doc.order(merchant_order_id=f"{number:032x}")))
        path, seen = "/", []
        while path:
            text = page.get(path).text
            seen += re.findall(r'<th scope="row"><a href="/refunds/(\d+)"', text)
            older = re.search(r'href="(/\?after=\d+)"', text)
            path = older[1] if older else ""
        assert seen == [str(number) for number in range(45, 0, -1)]
        assert page.get("/?after=x").status_code == 400

    def test_times_are_the_sellers_own(self) -> None:
        """Local time to read; UTC in the title and for programs."""
        utc = datetime(2020, 2, 29, 23, 30, 15, 250000, tzinfo=UTC)
        shown, local = str(moment(utc)), utc.astimezone()
        assert 'datetime="2020-02-29T23:30:15Z"' in shown
        assert 'title="2020-02-29 23:30:15 UTC"' in shown
        assert f">{local.day} {local:%b} 2020 {local:%H:%M}<" in shown


class TestPairing:
    """A code for a browser."""

    def test_the_code_pairs_once(self, house: House, page: Loopback) -> None:
        """The page shows eight characters; the extension proves that it knows them."""
        shown = re.search(r"<output>([A-Z2-9]{4}-[A-Z2-9]{4})</output>", post(page, "/pair").text)
        assert shown
        send = sent_by(house.client())
        assert paired(PORT, send, shown[1], "Chromium at home")
        assert pair(PORT, send, shown[1], pairing_request("another", new_secret())) is None
        assert "Chromium at home since" in words(page.get("/"))
        assert "<output>" not in page.get("/").text

    def test_unpair(self, house: House, page: Loopback) -> None:
        """The browser is refused from then on."""
        browser = house.paired()
        found = re.search(r'name="browser" value="([\w-]{22})"', page.get("/").text)
        assert found
        assert browser.get("/v1/refunds").status_code == 200
        assert post(page, "/unpair", browser=found[1]).status_code == 303
        assert browser.get("/v1/refunds").status_code == 401
        assert "Paired browsers" not in words(page.get("/"))


class TestSite:
    """The settings of the FTP site, and their trial. (The password's way: tests/desktop/test_site_password.py.)"""

    def test_save(self, house: House, page: Loopback) -> None:
        """Address and encryption go to config.toml; the next page shows them."""
        answer = post(page, "/site", url=f" {house.site.url.rstrip('/')}/shop/ ", tls="required", then="save")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/?saved=1#site")
        site = settings.load(house.helper.settings.data_dir).site
        assert site is not None
        url = f"{house.site.url.rstrip('/')}/shop"
        assert (site.url, site.tls) == (url, "required")
        text = page.get("/?saved=1").text
        assert f'value="{url}"' in text
        assert 'value="required" checked' in text
        assert "Saved." in text

    @pytest.mark.parametrize("url", ["", "example.com", "http://me@example.com", "ftp://example.com", "ftp://me@h:x"])
    def test_an_address_that_cannot_be(self, house: House, page: Loopback, url: str) -> None:
        """Said at the field, what was typed is kept, nothing is changed."""
        before = settings.load(house.helper.settings.data_dir).site
        answer = post(page, "/site", url=url, tls="off", then="test")
        assert answer.status_code == 422
        assert re.search(r'<input id="url"[^>]*aria-describedby="url-hint url-wrong" aria-invalid="true"', answer.text)
        assert f'name="url" value="{url}"' in answer.text
        assert settings.load(house.helper.settings.data_dir).site == before

    @pytest.mark.parametrize(
        "url", ["ftp://me:geheim@example.com/x", "me:geheim@example.com", "ftp://me:gehe/im@x:geheim@example.com:2121/"]
    )
    def test_a_password_in_the_address_is_not_shown(self, house: House, page: Loopback, url: str) -> None:
        """People paste such addresses: the page asks to leave it out, and keeps it nowhere."""
        answer = post(page, "/site", url=url, tls="off", then="save")
        assert answer.status_code == 422
        assert "gehe" not in answer.text
        assert "me@example.com" in answer.text
        kept = [path for path in house.helper.settings.data_dir.rglob("*") if path.is_file()]
        assert not [path for path in kept if b"geheim" in path.read_bytes()]

    def test_what_is_no_password_stays(self) -> None:
        """An address without one is shown as it was typed."""
        for url in ("ftp://me@example.com:2121/a@b:c", "ftp://example.com:2121", "me@example.com", ""):
            assert without_password(url) == url

    def test_the_test_shows_each_step(self, house: House, page: Loopback) -> None:
        """On a site that works every step is named."""
        said = words(tried(house, page, url=house.site.url, tls="off", then="test"))
        assert "Your site works" in said
        steps = ("Resolve", "Connect", "Encrypt", "Sign in", "Folder JetRefunds", "Folder JetRefunds/Acks")
        for step in (*steps, "Stage", "Size", "Rename", "List", "Read", "Clean up"):
            assert f" {step} " in said
        assert "failed" not in said

    def test_a_wrong_password_is_said(self, house: House, page: Loopback) -> None:
        """The step that failed says what to do, and the later ones are not tried."""
        house.site.password = "changed"
        said = words(tried(house, page, url=house.site.url, tls="off", then="test"))
        assert "Your site does not work yet" in said
        assert "Sign in: failed The FTP site refused" in said
        assert "Stage" not in said

    @pytest.mark.parametrize("fingerprint", ["", "AB:CD", "x" * 5_000, "SHA256:orchard", "\0"])
    def test_what_is_no_fingerprint_is_said_at_the_address(
        self, house: House, page: Loopback, fingerprint: str
    ) -> None:
        """And nothing is trusted by it."""
        post(page, "/site", url=house.site.url, tls="required")
        answer = post(page, "/site/trust", fingerprint=fingerprint)
        assert answer.status_code == 422
        assert "fingerprint" in words(answer)

    def test_a_certificate_that_nobody_knows_is_shown_and_trusted_by_one_button(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only what was shown is trusted; then the rest of the trial goes on."""
        monkeypatch.setenv(settings.PASSWORD_VARIABLE, "orchard")
        made = certificate(tmp_path / "made.pem")
        encrypted = FtpSite(tmp_path / "encrypted", handler=explicit(made))
        with encrypted as site, computer(tmp_path / "data", site, TestClock()) as house:
            page = house.client()
            page.get(link(house))
            answer = tried(house, page, url=site.url, tls="required", then="test")
            assert "Encrypt: failed The site's certificate is not known" in words(answer)
            shown = re.search(r'name="fingerprint" value="([^"]+)"', answer.text)
            assert shown
            assert shown[1] == fingerprint(made)
            answer = tried(house, page, "/site/trust", fingerprint=shown[1])
            assert "Your site works" in words(answer)
            kept = settings.load(house.helper.settings.data_dir).site
            assert kept
            assert kept.fingerprint == shown[1]
            assert 'name="fingerprint"' not in answer.text

    def test_a_site_that_is_down_is_said(self, house: House, page: Loopback) -> None:
        """A sentence instead of an error."""
        house.site.stop()
        said = words(tried(house, page, url=house.site.url, tls="off", then="test"))
        assert "Connect: failed Nothing answers" in said
        house.site.start()

    def test_a_test_that_goes_on_holds_no_request(self, house: House, page: Loopback) -> None:
        """However often it is asked for. The page says how far it is; without scripts it looks again by itself."""
        house.site.stop()
        with silent_server(house.site.port):
            start = monotonic()
            for _ in range(8):
                answer = post(page, "/site", url=house.site.url, tls="off", then="test")
                assert answer.status_code == 303
            shown = page.get("/")
            assert monotonic() - start < 5
            assert "Trying your site Now: connect. The whole test may take a minute. Resolve" in words(shown)
            assert looks_again_at(shown) == "/?look=1#site"
            assert looks_again_at(page.get("/?look=1")) == "/?look=0#site", "a browser would only scroll"
            assert house.site.url in shown.text, "what was typed is still there"
        assert house.helper.site_tests.wait(10)
        ended = page.get("/")
        assert "Your site does not work yet" in words(ended)
        assert "http-equiv" not in ended.text

    def test_a_form_that_is_refused_meanwhile_is_not_sent_again_by_the_page(self, house: House, page: Loopback) -> None:
        """A page that answers a form would ask for it anew."""
        house.site.stop()
        with silent_server(house.site.port):
            assert post(page, "/site", url=house.site.url, tls="off", then="test").status_code == 303
            refused = post(page, "/site", url="nowhere", tls="off", then="test")
            assert refused.status_code == 422
            assert "http-equiv" not in refused.text
        assert house.helper.site_tests.wait(10)

    @pytest.mark.parametrize(
        "url", ["ftp://seller@evil.example/", "ftp://seller@127.0.0.1:9", "ftps://{server}", "ftp://other@{host}"]
    )
    def test_a_password_from_the_environment_goes_to_no_other_server(
        self, house: House, page: Loopback, url: str
    ) -> None:
        """Neither saved nor tried: the address stays as it was, and the sentence stands at the field."""
        before, site = settings.load(house.helper.settings.data_dir).site, house.site
        wanted = url.format(server=f"{site.user}@{site.host}:{site.port}", host=f"{site.host}:{site.port}")
        answer = post(page, "/site", url=wanted, tls="auto", then="test")
        assert answer.status_code == 422
        assert "The password in JET_REFUNDS_SITE_PASSWORD was given for" in words(answer)
        assert re.search(r'<input id="url"[^>]*aria-invalid="true"', answer.text)
        assert settings.load(house.helper.settings.data_dir).site == before

    def test_a_password_from_the_environment_cannot_be_changed_here(self, house: House, page: Loopback) -> None:
        """Said at the field; the address stays as it was, and the password is not shown again."""
        before = settings.load(house.helper.settings.data_dir).site
        answer = post(page, "/site", url="ftp://me@example.com/", tls="off", password="geheim", then="save")
        assert answer.status_code == 422
        assert "The password comes from JET_REFUNDS_SITE_PASSWORD" in words(answer)
        assert re.search(r'<input id="password"[^>]*aria-invalid="true"', answer.text)
        assert "geheim" not in answer.text
        assert settings.load(house.helper.settings.data_dir).site == before


def test_health_names_each_part(house: House, page: Loopback) -> None:
    """Records, site, deliveries, keychain: how each is, and why."""
    said = words(page.get("/"))
    assert "Records Fine FTP site Fine Deliveries Fine Keychain Fine" in said
    (house.helper.settings.data_dir / settings.CONFIG).unlink()
    assert "FTP site Needs you No FTP site is set yet." in words(page.get("/"))


def test_the_templates_are_in_the_package() -> None:
    """What the wheel must carry lies beside the code."""
    folder = Path(settings.__file__).parent / "web" / "dashboard"
    assert {path.suffix for path in folder.rglob("*") if path.is_file()} >= {".html", ".css", ".js", ".svg"}
