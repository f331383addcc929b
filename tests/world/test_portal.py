"""The stand-in portal through HTTP, as a browser without eyes."""

from __future__ import annotations

import json
import re
import socket
import ssl
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from jet_refunds_demo.portal.orders import WORDS, Order
from jet_refunds_demo.portal.server import FORMS, PAGE
from jet_refunds_demo.world import World


def get(world: World, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{world.portal.port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def listed(world: World, path: str) -> list[str]:
    """The order numbers on a page of the list, from above."""
    return re.findall(r'class="order-number"[^>]*>(\d+)<', get(world, path))


def test_the_first_orders_head_the_list(world: World) -> None:
    expected = [order.reference_order_id for order in world.orders[:5]]
    assert listed(world, "/orders")[:5] == expected


def test_every_order_is_on_exactly_one_page(world: World) -> None:
    pages = -(-len(world.orders) // PAGE)
    found = [number for page in range(1, pages + 1) for number in listed(world, f"/orders?page={page}")]
    assert sorted(found) == sorted(order.reference_order_id for order in world.orders)


def test_orders_are_found_by_number_and_by_sku(world: World) -> None:
    wanted = world.order(16)
    assert listed(world, f"/orders?q={wanted.reference_order_id}") == [wanted.reference_order_id]
    assert listed(world, "/orders?q=frm-8x") == [wanted.reference_order_id]


def test_orders_are_found_by_nothing_else(world: World) -> None:
    wanted = world.order(16)
    assert listed(world, "/orders?q=Walnut") == []
    assert listed(world, f"/orders?q={wanted.merchant_order_id}") == []
    assert "No orders found" in get(world, "/orders?q=Walnut")


@pytest.mark.parametrize("status", WORDS)
def test_a_status_shows_its_orders(world: World, status: str) -> None:
    expected = {order.reference_order_id for order in world.orders if order.status == status}
    assert set(listed(world, f"/orders?status={status}")) <= expected
    assert WORDS[status] in get(world, f"/orders?status={status}")


def test_titles_are_never_markup(world: World) -> None:
    page = get(world, "/orders?q=TEE-HTML-L")
    assert "<script>alert" not in page
    assert "&lt;/pre&gt;&lt;script&gt;alert(1)" in page


def overlay(world: World, order: Order) -> Any:
    return json.loads(get(world, f"/data/orders/{order.reference_order_id}"))


def test_an_overlay_shows_what_became_of_an_order(world: World) -> None:
    found = overlay(world, world.order(12))
    assert found["status"] == "Completed"
    assert [(item["ordered"], item["cancelled"], item["shipped"]) for item in found["items"]] == [(2, 1, 1)]
    names = [entry["name"] for entry in found["history"]]
    assert names == ["Created", "Ready", "Acknowledged", "Cancelled", "Shipped", "Completed"]


def test_raw_data_come_in_every_form(world: World) -> None:
    forms = {
        json.loads(get(world, f"/data/orders/{order.reference_order_id}/history/0"))["form"]
        for order in world.orders[:8]
    }
    assert forms == set(FORMS)


def test_raw_data_of_an_entry_are_of_its_moment(world: World) -> None:
    order = world.order(1)
    entries = overlay(world, order)["history"]
    texts = [
        json.loads(get(world, f"/data/orders/{order.reference_order_id}/history/{index}"))["text"]
        for index in range(len(entries))
    ]
    documents = [json.loads(text) for text in texts]
    assert [found["status"] for found in documents] == ["created", "ready", "acknowledged", "inprogress"]
    assert [len(found["shipments"]) for found in documents] == [0, 0, 0, 1]


@pytest.mark.parametrize("path", ["/orders/1", "/data/orders/1", "/data/orders/1/history/0", "/nothing"])
def test_what_is_not_there_is_404(world: World, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as found:
        get(world, path)
    found.value.close()


def test_an_entry_that_is_not_there_is_404(world: World) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404") as found:
        get(world, f"/data/orders/{world.order(8).reference_order_id}/history/1")
    found.value.close()


def test_the_page_policy_allows_its_own_files_and_nothing_else(world: World) -> None:
    with urllib.request.urlopen(world.portal.url, timeout=10) as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = answer.read().decode()
    assert policy.startswith(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
    )
    assert "unsafe" not in policy
    assert "<style" not in page
    assert " style=" not in page
    assert "<script>" not in page


def test_the_page_says_that_it_is_a_stand_in(world: World) -> None:
    assert "This is a stand-in for the Jet partner portal" in get(world, "/orders")


def test_the_portal_does_nothing_for_the_extension() -> None:
    """No attribute, class or id of ours is in its pages: it is what the extension has to cope with."""
    folder = Path(__file__).parents[2] / "helper/jet_refunds_demo/portal"
    text = "".join(
        path.read_text("utf-8") for name in ("static", "templates") for path in sorted((folder / name).iterdir())
    )
    assert "data-" not in text.replace("/data/", "").replace("raw-data", "")
    assert "extension" not in text.casefold()
    assert text.count("Jet Refunds") == 1  # the footer


def test_tls_serves_the_same_under_the_real_name(world: World) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", world.portal.tls_port), timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="partner.jet.com") as line,
    ):
        line.sendall(b"GET /orders HTTP/1.1\r\nHost: partner.jet.com\r\nConnection: close\r\n\r\n")
        answer = b""
        while part := line.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 200")
    assert world.order(1).reference_order_id.encode() in answer


def test_a_silent_line_keeps_nobody_waiting(world: World) -> None:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    address = ("127.0.0.1", world.portal.tls_port)
    with (
        socket.create_connection(address, timeout=10),
        socket.create_connection(address, timeout=10) as plain,
        context.wrap_socket(plain, server_hostname="partner.jet.com") as line,
    ):
        assert line.version() == "TLSv1.3"
