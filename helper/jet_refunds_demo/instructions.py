"""What the demo says to the person who started it."""

from __future__ import annotations

from jet_refunds_demo.browser import EXTENSION
from jet_refunds_demo.browser.chromium import Chromium
from jet_refunds_demo.helper_process import HelperProcess
from jet_refunds_demo.portal.catalogue import FIRST, NOT_YET, REFUSED, THREE_UNITS
from jet_refunds_demo.portal.server import ADDRESS
from jet_refunds_demo.world import World


def what_to_click(world: World) -> str:
    """Five lines, for a browser that is open, loaded and paired."""
    first, three, refused, not_yet = (
        world.order(number).reference_order_id for number in (FIRST, THREE_UNITS, REFUSED, NOT_YET)
    )
    return "\n".join(
        (
            f"1. In the browser at {ADDRESS}, click the Merchant Order {first}, then Refund.",
            '2. Choose a reason and click "Refund $41.20". You can undo it for ten seconds.',
            f'3. Watch it become "Accepted by Solid Commerce". The file lies in {world.site.refunds}.',
            f"4. Try {three} (refund two of three), {refused} (gets refused) and {not_yet} (must not be refunded yet).",
            "5. Press Ctrl-C here to end everything.",
        )
    )


def without_browser(world: World, helper: HelperProcess, reason: str) -> str:
    """For a person whose own browser must do."""
    code = helper.ask("pair")["code"]
    options = Chromium.options_page(port=helper.port, code=code, portal=world.portal.url.removesuffix("/orders"))
    return "\n".join(
        (
            f"No browser was opened: {reason}",
            f"1. In a Chromium, open chrome://extensions, switch on Developer mode, and load the folder {EXTENSION}.",
            f"2. Open {options} within five minutes and click Yes.",
            f"3. Open {world.portal.url}, which the extension now takes for the portal.",
            f"4. Click a Merchant Order, then Refund. The file will lie in {world.site.refunds}.",
            "5. Press Ctrl-C here to end everything.",
        )
    )
