"""Documents that come in: each is checked by its schema and read into values, once, here at the door."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from jet_refunds import documents, proofs, schema_validation
from jet_refunds.clock import parse_time
from jet_refunds.domain.money import AMOUNT_NAMES, Amounts, cents
from jet_refunds.domain.order import PRICE_NAMES, Item, Order, Prices, known_exception_state
from jet_refunds.domain.refund import Line, Refund
from jet_refunds.domain.standing import ChosenQuantity, Quantities
from jet_refunds.errors import Finding, NotValid
from jet_refunds.proofs import Verifier
from jet_refunds.refund_service import Resolution
from jet_refunds.solid_commerce.answer import Answer, Row


def order(document: object) -> Order:
    """schemas/order.json. Raises NotValid."""
    schema_validation.check("order", document)
    return _order(cast(documents.Order, document))


def quantities(document: object) -> Quantities:
    """schemas/quantities.json. Raises NotValid."""
    schema_validation.check("quantities", document)
    checked = cast(documents.Quantities, document)
    chosen = (ChosenQuantity(item["order_item_id"], item["order_return_refund_qty"]) for item in checked["items"])
    return Quantities(_order(checked["order"]), tuple(chosen))


def refund(document: object) -> Refund:
    """schemas/refund.json. Raises NotValid."""
    schema_validation.check("refund", document)
    checked = cast(documents.Refund, document)
    order = _order(checked["order"])
    return Refund(
        request_id=checked["request_id"],
        request_sha256=_sha256(document),
        order=order,
        order_json=json.dumps({**checked["order"], "exception_state": order.exception_state}),
        lines=tuple(map(_line, checked["lines"])),
        confirmed=tuple(checked["confirmed"]),
    )


def resolution(document: object) -> Resolution:
    """schemas/resolution.json. Raises NotValid."""
    schema_validation.check("resolution", document)
    said = cast(documents.Resolution, document)
    if ("rows" in said) != (said["outcome"] == "rows"):
        finding = Finding("rows", "Rows go with the outcome rows, and with no other.", "/rows")
        raise NotValid(finding.message, [finding])
    if said["outcome"] != "rows":
        return said["outcome"]
    return tuple(
        Answer(Row(row["alt_refund_id"], row["order_item_id"]), row["result"], row["error_message"] or None)
        for row in said["rows"]
    )


@dataclass(frozen=True)
class PairingRequest:
    """`client`: a name by which the seller knows the browser again; `verifier`: of the secret that it has made."""

    client: str
    verifier: Verifier


def pairing_request(document: object) -> PairingRequest:
    """schemas/pairing-request.json. Raises NotValid."""
    schema_validation.check("pairing-request", document)
    asked = cast(documents.PairingRequest, document)
    keys = (proofs.bytes_of(asked["stored_key"]), proofs.bytes_of(asked["server_key"]))
    return PairingRequest(asked["client"], Verifier(*keys))


def amounts(document: documents.RefundAmount) -> Amounts:
    return Amounts.by_name({name: cents(text) for name, text in cast(Mapping[str, str], document).items()})


def _sha256(document: object) -> str:
    """The same for the same request in every version: a browser sends what was not answered again after an update, and
    the ledger compares it with what an older version has kept. So the digest is of the document, as it always was,
    and not of what is read from it.
    """
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def _line(document: documents.Line) -> Line:
    return Line(
        order_item_id=document["order_item_id"],
        total_quantity_returned=document["total_quantity_returned"],
        order_return_refund_qty=document["order_return_refund_qty"],
        refund_reason=document["refund_reason"],
        refund_feedback=document["refund_feedback"],
        notes=document["notes"],
        refund_amount=amounts(document["refund_amount"]),
    )


def _order(document: documents.Order) -> Order:
    placed, totals = document["order_placed_date"], document["order_totals"]
    return Order(
        merchant_order_id=document["merchant_order_id"],
        reference_order_id=document["reference_order_id"],
        status=document["status"],
        status_source=document["status_source"],
        exception_state=known_exception_state(document["exception_state"]),
        order_placed_date=parse_time(placed) if placed else None,
        order_totals=_prices(totals["item_price"]) if totals else None,
        order_items=tuple(map(_item, document["order_items"])),
    )


def _item(document: documents.OrderItem) -> Item:
    return Item(
        order_item_id=document["order_item_id"],
        merchant_sku=document["merchant_sku"],
        product_title=document["product_title"],
        request_order_quantity=document["request_order_quantity"],
        request_order_cancel_qty=document["request_order_cancel_qty"],
        shipped_quantity=document["shipped_quantity"],
        item_price=_prices(document["item_price"]),
        price_adjustment=_adjustment(document["price_adjustment"]),
    )


def _prices(document: documents.ItemPrice) -> Prices:
    """What is absent or null was not charged."""
    prices = cast(Mapping[str, str | None], document)
    return {name: Decimal(prices.get(price_name) or "0") for name, price_name in PRICE_NAMES.items()}


def _adjustment(document: documents.PriceAdjustment | None) -> Prices:
    prices = cast(Mapping[str, str | None], document or {})
    return {name: Decimal(prices.get(name) or "0") for name in AMOUNT_NAMES}
