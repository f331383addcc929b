"""The orders of the stand-in portal: every case that real documents are known to have had, at least once.

The first five are for a first try, and the last that anything happened to, so that they head the list. Each later one
says in its comment what it is there for.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from jet_refunds_demo.portal.orders import ABSENT, Item, Order

FIRST, TWO_ITEMS, THREE_UNITS, REFUSED, NOT_YET = 1, 2, 3, 4, 5
"""Numbers of the orders for a first try: one unit; two items; three units; one that the processor refuses; one that
may not be refunded yet."""

LONG_TITLE = (
    "Extra Wide Reversible Quilted Picnic Blanket with Water Resistant Backing, Carrying Strap, Four Corner Pockets "
    "for Stones, Two Bottle Sleeves and a Detachable Tray, Machine Washable on a Gentle Cycle, 90 by 84 Inches, Folds "
    "to the Size of a Loaf of Bread, in Meadow Green with Cream Piping, for Parks, Beaches, Concerts, Camping, "
    "Balconies, Long Car Rides and the Floor of Your First Apartment, Also Recommended by Grandmothers for Building "
    "Forts, Sewn by Hand in Small Batches, Gift Box Included, XL"
)

KETTLE = Item("KET-17-CU", "Copper Tea Kettle, 1.7 Quart", (3299, 297, 480, 44))
MUG = Item("MUG-STN-04", "Stoneware Mugs, Set of 4", (2450, 196, 599, 48))
CLOTH = Item("CLO-LIN-2", "Linen Dish Cloths, 2 Pack", (1125, 90, 0, 0))
SPOON = partial(Item, "SPN-OLV-12", "Olive Wood Spoon, 12 Inch")
CANDLE = partial(Item, "CDL-FIG-8", "Fig and Cedar Candle, 8 oz")
LAMP = Item("LMP-DSK-B", "Brass Desk Lamp with Linen Shade", (8995, 720, 1250, 100))
TOWEL = partial(Item, "TWL-HND-G", "Waffle Hand Towel, Grey")


def catalogue(today: date) -> list[Order]:
    """All orders by their ``number``; the same on every day but for the dates, which are reckoned from ``today``."""
    order = partial(Order, today=today)
    return [
        order(FIRST, status="inprogress", days=2, items=(KETTLE,)),
        order(TWO_ITEMS, status="complete", days=5, items=(MUG, CLOTH)),
        order(THREE_UNITS, status="inprogress", days=2, items=(SPOON((1250, 100, 395, 32), quantity=3),)),
        order(REFUSED, status="complete", days=5, items=(LAMP,)),
        order(NOT_YET, status="acknowledged", days=1, items=(CANDLE((1800, 144, 450, 36)),)),
        # line priced: order_totals equal the plain sums
        order(6, status="complete", days=8, items=(CANDLE((3600, 288, 900, 72), quantity=2),), totals="line"),
        # unknowable: several units, taxes null, no order_totals
        order(7, status="complete", days=11, items=(TOWEL((1759, None, 474, None), quantity=2),), totals=None),
        order(8, status="created", days=2, items=(MUG,), totals=None),
        order(9, status="ready", days=2, items=(Item("BWL-OAK-10", "Oak Salad Bowl, 10 Inch", (4200, 336, 799, 64)),)),
        # partly shipped: two of four
        order(10, status="inprogress", days=5, items=(TOWEL((899, 72, 199, 16), quantity=4, shipments=(2,)),)),
        # the same SKU on two lines
        order(
            11,
            status="complete",
            days=12,
            items=(SPOON((1250, 100, 395, 32)), CLOTH, SPOON((1199, 96, 395, 32), quantity=2)),
        ),
        # one of two units cancelled by the buyer, its money in an object
        order(
            12,
            status="complete",
            days=13,
            items=(
                CANDLE(
                    (1800, 144, 450, 36),
                    quantity=2,
                    cancelled=1,
                    adjustment={"principal": 1800, "tax": 144, "shipping_cost": 450, "shipping_tax": 36},
                ),
            ),
        ),
        # one of three cancelled, its money a bare number
        order(
            13,
            status="inprogress",
            days=6,
            items=(TOWEL((899, None, 199, None), quantity=3, cancelled=1, adjustment=899),),
        ),
        order(14, status="complete", days=14, items=(MUG,), exception_state="exception - order rejected"),
        order(
            15,
            status="complete",
            days=15,
            items=(LAMP,),
            exception_state="exception - jet manual canceled to complete state",
        ),
        # titles that a page, a file or a form could trip over
        order(
            16,
            status="complete",
            days=6,
            items=(Item("FRM-8X10", 'Frame "Ångström" 8" × 10" – Walnut & Brass, <matte>', (2799, 224, 650, 52)),),  # noqa: RUF001
        ),
        order(17, status="complete", days=10, items=(Item("BLK-PCN-90", LONG_TITLE, (6400, 512, 0, 0)),)),
        # older than thirty days
        order(18, status="complete", days=45, items=(KETTLE,)),
        order(19, status="complete", days=31, items=(CLOTH, MUG)),
        order(20, status="complete", days=8, items=(LAMP,), quirks=frozenset({"long number", "seven fraction digits"})),
        order(21, status="complete", days=16, items=(MUG,), quirks=frozenset({"wrapped"})),
        order(22, status="inprogress", days=4, items=(CLOTH,), quirks=frozenset({"text around"})),
        order(
            23,
            status="complete",
            days=9,
            items=(SPOON((1250, 100, 395, 32), quantity=2),),
            quirks=frozenset({"numeric strings"}),
        ),
        # the product price is for a unit, tax and shipping for the line
        order(
            24,
            status="complete",
            days=18,
            items=(TOWEL((899, 216, 597, 48), quantity=3), CANDLE((1800, 288, 900, 72), quantity=2)),
            totals="mixed",
        ),
        # totals that fit neither reading
        order(25, status="complete", days=17, items=(MUG, CANDLE((1800, 144, 450, 36), quantity=2)), totals="neither"),
        # tax keys that are not there at all
        order(
            26, status="inprogress", days=3, items=(Item("JAR-GLS-64", "Glass Jar, 64 oz", (1495, ABSENT, 0, ABSENT)),)
        ),
        # nothing taxed, nothing for shipping
        order(27, status="complete", days=20, items=(CANDLE((1800, None, None, None), quantity=3),)),
        # two parcels
        order(28, status="complete", days=12, items=(TOWEL((899, 72, 199, 16), quantity=3, shipments=(2, 1)), MUG)),
        # one unit that the seller did not have
        order(29, status="complete", days=15, items=(SPOON((1250, 100, 395, 32), quantity=2, unavailable=1),)),
        # a line price that three units do not divide
        order(30, status="complete", days=6, items=(SPOON((1000, 80, 500, 40), quantity=3),), totals="line"),
        order(31, status="complete", days=19, items=(KETTLE, CLOTH), quirks=frozenset({"short ids"})),
        order(
            32,
            status="inprogress",
            days=5,
            items=(MUG,),
            totals=None,
            quirks=frozenset({"empty strings", "no has_shipments"}),
        ),
        order(
            33,
            status="complete",
            days=7,
            items=(Item("TOY-🦊-01", "Plush Fox 🦊 «Рыжик» 狐 ‏שועל — Größe M", (1999, 160, 495, 40)),),
        ),
        # titles that a spreadsheet would run
        order(
            34,
            status="complete",
            days=13,
            items=(
                Item("=1+1", "=2+3 Puzzle, 1000 Pieces", (1650, 132, 395, 32)),
                Item("+A1", "@Home Sign, Enamel", (2100, 168, 395, 32)),
            ),
        ),
        # a title that a careless page would run
        order(
            35,
            status="inprogress",
            days=4,
            items=(
                Item("TEE-HTML-L", "T-Shirt </pre><script>alert(1)</script><b>Bold</b> &amp; Large", (2200, 176, 0, 0)),
            ),
        ),
        # many lines
        order(
            36,
            status="complete",
            days=21,
            items=tuple(
                Item(
                    f"SEED-{n:02}", f"Garden Seeds, Packet {n} of 12", (249 + 10 * n, 20 + n, 99, 8), quantity=1 + n % 3
                )
                for n in range(1, 13)
            ),
        ),
        order(
            37,
            status="complete",
            days=22,
            items=(Item("SOFA-3-SG", "Three Seat Sofa, Sage", (124900, 9992, 14900, 0)),),
        ),
        # an amount under a dollar
        order(38, status="complete", days=9, items=(Item("STK-OWL", "Owl Sticker", (99, 8, 49, None)),)),
        order(39, status="complete", days=90, items=(SPOON((1250, 100, 395, 32), quantity=2),), totals=None),
        order(
            40,
            status="acknowledged",
            days=2,
            items=(CANDLE((1800, 144, 450, 36), quantity=2, cancelled=1, adjustment={"principal": 1800}), CLOTH),
        ),
        order(41, status="created", days=2, items=(KETTLE, TOWEL((899, 72, 199, 16), quantity=2))),
        order(
            42, status="complete", days=29, items=(KETTLE,), quirks=frozenset({"extra fields", "seven fraction digits"})
        ),
        order(43, status="inprogress", days=3, items=(LAMP, SPOON((1250, 100, 395, 32)))),
        # a word that is none of the five
        order(44, status="hold", days=2, items=(MUG,)),
        order(45, status="ready", days=2, items=(CLOTH,), quirks=frozenset({"long number"})),
        # the buyer cancelled all of one line
        order(
            46,
            status="complete",
            days=10,
            items=(
                KETTLE,
                TOWEL((899, 72, 199, 16), quantity=2, cancelled=2, adjustment={"principal": 1798, "tax": 144}),
            ),
        ),
    ]
