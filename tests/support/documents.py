"""Orders and refunds as the extension would send them; a test changes what it is about."""

from __future__ import annotations

import uuid
from typing import Any

Document = dict[str, Any]


def item(number: int = 1, **changes: Any) -> Document:
    return {
        "order_item_id": f"{number:032x}",
        "merchant_sku": f"SKU-{number}",
        "product_title": f"Blue socks {number}",
        "request_order_quantity": 1,
        "request_order_cancel_qty": 0,
        "shipped_quantity": None,
        "item_price": price("10.00", "0.80", "2.50", "0.20"),
        "price_adjustment": None,
        **changes,
    }


def price(
    base_price: str, item_tax: str | None = None, shipping: str | None = None, shipping_tax: str | None = None
) -> Document:
    return {
        "base_price": base_price,
        "item_tax": item_tax,
        "item_shipping_cost": shipping,
        "item_shipping_tax": shipping_tax,
    }


def order(*items: Document, **changes: Any) -> Document:
    return {
        "schema_version": 1,
        "merchant_order_id": "ab" * 16,
        "reference_order_id": "406114853511",
        "status": "complete",
        "status_source": "overlay",
        "exception_state": None,
        "order_placed_date": "2026-11-10T10:00:00.1234567Z",
        "order_totals": None,
        "order_items": list(items) or [item()],
        **changes,
    }


def quantities(of: Document, chosen: dict[str, int]) -> Document:
    """`chosen`: order_item_id -> order_return_refund_qty."""
    items = [{"order_item_id": item_id, "order_return_refund_qty": quantity} for item_id, quantity in chosen.items()]
    return {"schema_version": 1, "order": of, "items": items}


def line(number: int = 1, quantity: int = 1, **changes: Any) -> Document:
    """The full refund of `item(number)`."""
    return {
        "order_item_id": f"{number:032x}",
        "total_quantity_returned": quantity,
        "order_return_refund_qty": quantity,
        "refund_reason": "No longer want this item",
        "refund_feedback": None,
        "notes": "",
        "refund_amount": amount("10.00", "0.80", "2.50", "0.20"),
        **changes,
    }


def amount(principal: str, tax: str = "0.00", shipping_cost: str = "0.00", shipping_tax: str = "0.00") -> Document:
    return {"principal": principal, "tax": tax, "shipping_cost": shipping_cost, "shipping_tax": shipping_tax}


def refund(*lines: Document, of: Document | None = None, confirmed: tuple[str, ...] = (), **changes: Any) -> Document:
    return {
        "schema_version": 1,
        "request_id": str(uuid.uuid4()),
        "order": of or order(),
        "lines": list(lines) or [line()],
        "confirmed": list(confirmed),
        **changes,
    }


def of_order(number: int) -> dict[str, Any]:
    """A refund of another order than the other tests' refunds."""
    return refund(of=order(merchant_order_id=f"{number:032x}"))
