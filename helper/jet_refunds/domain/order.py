"""An order as the portal showed it: the values of schemas/order.json."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from jet_refunds import documents
from jet_refunds.domain.money import AMOUNT_NAMES
from jet_refunds.schema_validation import EXCEPTION_STATES

PRICE_NAMES = dict(
    zip(AMOUNT_NAMES, ("base_price", "item_tax", "item_shipping_cost", "item_shipping_tax"), strict=True),
)
"""An amount's name in the refund -> its name in the order's item_price."""

Prices = dict[str, Decimal]
"""Dollars as the raw data have them, every digit kept, by the amount's name; what was not charged is 0."""


@dataclass(frozen=True)
class Item:
    order_item_id: str
    merchant_sku: str
    product_title: str
    request_order_quantity: int
    request_order_cancel_qty: int
    shipped_quantity: int | None
    item_price: Prices
    price_adjustment: Prices

    @property
    def kept_quantity(self) -> int:
        """Ordered, less cancelled: the units that the buyer paid for."""
        return max(self.request_order_quantity - self.request_order_cancel_qty, 0)

    @property
    def name(self) -> str:
        """The product in a sentence: in quotes, and short enough to be read."""
        title = self.product_title or self.merchant_sku or self.order_item_id
        return f"“{title if len(title) <= 60 else title[:59] + '…'}”"


@dataclass(frozen=True)
class Order:
    merchant_order_id: str
    reference_order_id: str
    status: str | None
    status_source: str
    exception_state: documents.ExceptionState | None
    order_placed_date: datetime | None
    order_totals: Prices | None
    order_items: tuple[Item, ...]


def known_exception_state(text: str | None) -> documents.ExceptionState | None:
    """The known exception that the text begins with; other: an exception in words that may be about the buyer, and are
    not kept; None: no exception.
    """
    if not text or not text.strip():
        return None
    words = f"{_words(text)} "
    return next((known for known in EXCEPTION_STATES if words.startswith(f"{_words(known)} ")), "other")


def _words(text: str) -> str:
    """Without capitals, hyphens and the word that each exception begins with."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold())).removeprefix("exception ")
