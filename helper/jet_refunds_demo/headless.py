"""The whole job by itself: a browser without a window refunds the first order, from the list to the answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jet_refunds_demo import browser
from jet_refunds_demo.helper_process import HelperProcess
from jet_refunds_demo.portal.catalogue import FIRST
from jet_refunds_demo.portal.orders import Order
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.seller import NotSeen, Seller
from jet_refunds_demo.steps import Steps
from jet_refunds_demo.world import World

REASON = "No longer want this item"
ANSWER = 60.0  # seconds; the undo time, the way to the site, the processor's time and the next look together


def refund_first_order(
    world: World, helper: HelperProcess, kind: browser.Kind | None, screenshots: Path, steps: Steps
) -> None:
    """Ends when the panel says that the processor accepted; raises seller.NotSeen when it never does."""
    with steps("start the browser"):
        driver = browser.start(kind=kind, portal_tls_port=world.portal.tls_port)
    seller = Seller(driver, screenshots)
    try:
        with steps("pair the browser"):
            seller.pair(helper.port, helper.ask("pair")["code"])
            seller.picture("1-paired")
        driver.get(ADDRESS)
        _refund(seller, world.order(FIRST), steps)
    except NotSeen:
        seller.picture("what-was-seen-instead")
        raise
    finally:
        driver.quit()


def _refund(seller: Seller, order: Order, steps: Steps) -> None:
    item = order.items[0]
    total = sum(item.cents(part) for part in range(4))
    with steps("open the order"):
        seller.await_("link", order.reference_order_id)
        seller.picture("2-orders")
        seller.click("link", order.reference_order_id)
        seller.await_("button", "Refund")
        seller.picture("3-order")
    with steps("fill the form"):
        seller.click("button", "Refund")
        seller.await_("dialog", f"Refund order {order.reference_order_id}")
        seller.choose("Reason", REASON, within=item.product_title)
        seller.await_("button", button := f"Refund ${total // 100}.{total % 100:02}")
        seller.picture("4-form")
    with steps("send the refund"):
        seller.click("button", button)
        seller.await_("button", "Undo")
        seller.picture("5-undo")
    with steps("wait for the processor"):
        seller.sees("Accepted by Solid Commerce", patience=ANSWER)
        seller.picture("6-accepted")


def outcome(world: World, helper: HelperProcess, steps: Steps) -> dict[str, Any]:
    """What came of it, by the helper's word and by the site's: the document that the demo prints as its last line."""
    [refund] = helper.ask("list")["refunds"]
    [(name, contents)] = world.site.history.items()
    return {
        "refund": helper.ask("show", str(refund["id"])),
        "file": name,
        "csv": contents[-1].decode(),
        "ack": refund["state"],
        "seconds": steps.seconds,
    }
