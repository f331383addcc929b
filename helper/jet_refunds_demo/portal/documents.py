"""The raw data of an order: the document that "View raw data" shows for one moment of its history.

Its fields are those of the merchant API of 2014 to 2016; what a moment could not know is not in it.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from jet_refunds_demo.portal.orders import ABSENT, PARTS, Item, Moment, Order

PEOPLE = (
    ("Rosalind Achterberg", "18 Larkmead Rd", "Tillbury Falls", "OH", "44999"),
    ("Tomás Iglesias-Ruiz", "2270 N Quarry Ave Apt 4", "Port Amity", "WA", "98999"),
    ("Wilhelmina Okafor", "905 Sycamore Ct", "Dunmore Junction", "GA", "30999"),
    ("Jürgen Pfefferkorn", "41 Old Mill Ln", "Kettle Bay", "MI", "49999"),
    ("Aiko Nakahara", "6 Lantern Hill", "East Wexley", "VT", "05999"),
    ("Beatriz Montenegro", "1313 Prairie View Dr", "Saltwell", "TX", "78999"),
    ("Desmond O'Rourke", "77 Harbor St", "Brindle Cove", "ME", "04999"),
)


def document(order: Order, moment: Moment) -> dict[str, Any]:
    """What the marketplace knew of ``order`` at ``moment``."""
    name, street, town, state, code = PEOPLE[order.number % len(PEOPLE)]
    phone = f"(555) 555-01{order.number % 100:02}"
    empty = "" if "empty strings" in order.quirks else None
    found: dict[str, Any] = {
        "merchant_order_id": order.merchant_order_id,
        "reference_order_id": order.reference_order_id,
        "customer_reference_order_id": order.digits("customer", 12),
        "fulfillment_node": order.token("node"),
        "alt_order_id": "",
        "status": moment.status,
        "hash_email": f"{order.digits('mail', 12)}@customer.example",
        "order_placed_date": _time(order, order.placed),
        "order_transmission_date": _time(order, order.placed + timedelta(seconds=1)),
        "jet_request_directed_cancel": False,
        "buyer": {"name": name, "phone_number": phone},
        "shipping_to": {
            "recipient": {"name": name, "phone_number": phone},
            "address": {"address1": street, "address2": empty, "city": town, "state": state, "zip_code": code},
        },
    }
    if order.exception_state and moment.name == "Completed":
        found["exception_state"] = order.exception_state
    if (totals := order.order_totals()) is not None:
        found["order_totals"] = {"item_price": {part: _money(order, cents) for part, cents in totals.items()}}
    found["order_items"] = [_item(order, moment, index) for index in range(len(order.items))]
    found["order_detail"] = {
        "request_shipping_carrier": empty,
        "request_shipping_method": "Ground",
        "request_service_level": "Standard",
        "request_ship_by": _time(order, order.placed + timedelta(days=1)),
        "request_delivery_by": _time(order, order.placed + timedelta(days=6)),
    }
    if "extra fields" in order.quirks:
        found["jet_internal_flags"] = {"fast_lane": True, "scores": [0.25, 0.5], "note": None}
    if "no has_shipments" not in order.quirks:
        found["has_shipments"] = moment.parcels > 0
    found["shipments"] = _shipments(order, moment)
    return found


def raw_text(order: Order, moment: Moment) -> str:
    """The document as the portal writes it out, with what stood round it on some pages."""
    found = document(order, moment)
    if "wrapped" in order.quirks:
        found = {order.merchant_order_id: found}
    text = json.dumps(found, indent=2, ensure_ascii=False)
    if "text around" in order.quirks:
        return f"Order document at {_time(order, moment.at)}\n\n{text}\n\nEnd of document (1 of 1)"
    return text


def _item(order: Order, moment: Moment, index: int) -> dict[str, Any]:
    item = order.items[index]
    accepted = "nonfulfillable - no inventory" if order.rejected else "fulfillable"
    found = {
        "order_item_id": order.order_item_id(index),
        "alt_order_item_id": None,
        "order_item_acknowledgement_status": None if moment.name in ("Created", "Ready") else accepted,
        "merchant_sku": item.merchant_sku,
        "request_order_quantity": item.quantity,
        "request_order_cancel_qty": item.cancelled if moment.cancelled else 0,
        "adjustment_reason": None,
        "item_tax_code": None,
        "item_price": {
            part: _money(order, cents) for part, cents in zip(PARTS, item.price, strict=True) if cents != ABSENT
        },
        "price_adjustment": _adjustment(order, item) if moment.cancelled else None,
        "item_fees": 0,
        "fee_adjustments": [{"commission_id": "", "adjustment_name": "", "adjustment_type": "base", "value": 0}],
        "regulatory_fees": None,
        "tax_info": None,
        "product_title": item.product_title,
        "url": f"https://images.example/{order.token(f'picture {index}')}.500",
    }
    if "no has_shipments" in order.quirks and not moment.cancelled:
        del found["request_order_cancel_qty"]
    return found


def _adjustment(order: Order, item: Item) -> Any:
    if isinstance(item.adjustment, dict):
        return {part: _money(order, cents) for part, cents in item.adjustment.items()}
    return None if item.adjustment is None else _money(order, item.adjustment)


def _shipments(order: Order, moment: Moment) -> list[dict[str, Any]]:
    """Shipped and unavailable units by SKU, which is how the real documents had them."""
    shipments = []
    for number, parcel in enumerate(order.parcels()[: moment.parcels], start=1):
        lines = [{"merchant_sku": item.merchant_sku, "response_shipment_sku_quantity": units} for item, units in parcel]
        if number == 1:
            lines += [
                {
                    "merchant_sku": item.merchant_sku,
                    "response_shipment_sku_quantity": 0,
                    "response_shipment_cancel_qty": item.unavailable,
                }
                for item in order.items
                if item.unavailable
            ]
        sent = order.placed + timedelta(hours=6 + 20 * number)
        shipments.append(
            {
                "shipment_id": order.token(f"shipment {number}"),
                "response_shipment_date": _time(order, sent),
                "response_shipment_method": "Ground",
                "carrier": "UPS",
                "shipment_tracking_number": f"1Z{order.digits(f'tracking {number}', 16)}",
                "shipment_items": [{"response_shipment_cancel_qty": 0, **line} for line in lines],
            }
        )
    return shipments


def _money(order: Order, cents: Any) -> Any:
    """A JSON number such as 20, 17.5 or 17.59; null; or, in some documents, the same in a string."""
    if not isinstance(cents, int):
        return None
    if "numeric strings" in order.quirks:
        return f"{cents // 100}.{cents % 100:02}"
    return cents // 100 if cents % 100 == 0 else cents / 100


def _time(order: Order, at: datetime) -> str:
    last = order.token(at.isoformat())[0]
    seventh = str(int(last, 16) % 10) if "seven fraction digits" in order.quirks else ""
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}{seventh}Z"
