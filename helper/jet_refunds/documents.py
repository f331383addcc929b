# ruff: noqa: E501  a description is one line, as it is in the schema
"""The documents of schemas/ as types. Made by scripts/generate_types.py: change the schema and run that.

A document is what goes over the wire: money in decimal strings, moments in RFC 3339. Import this module, not its names:
`documents.Order` is the document, `domain.order.Order` the value that is read from it.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

SchemaVersion: TypeAlias = Literal[1]
"""The version of all these documents together."""


Id: TypeAlias = str
"""merchant_order_id and order_item_id: Jet writes 32 hexadecimal digits, its older examples other words."""


ReferenceOrderId: TypeAlias = str
"""What people call the order number. Digits in a string: 12 or 18 of them."""


AltRefundId: TypeAlias = str
"""The refund's own number. Jet wants five characters or more, fit for a URL."""


Quantity: TypeAlias = int
"""Units of an item."""


Money: TypeAlias = str
"""US dollars and cents, never negative."""


Sum: TypeAlias = str
"""US dollars and cents that the helper has added up: of many units they may be more than a refund's amount can be."""


Price: TypeAlias = str | None
"""US dollars as the raw data have them, every digit kept; null is not charged."""


Time: TypeAlias = str
"""RFC 3339, UTC."""


Sentence: TypeAlias = str
"""Words for the seller."""


Code: TypeAlias = str
"""A stable word for programs."""


Pointer: TypeAlias = str
"""RFC 6901: the place in the document that was sent; empty is the whole of it."""


Total: TypeAlias = str | None
"""A price that is summed up over many units of many items."""


class RefundAmount(TypedDict):
    """The four parts of a refund, in the CSV's words."""

    principal: Money
    tax: Money
    shipping_cost: Money
    shipping_tax: Money


class Amounts(TypedDict):
    """The four parts as the helper calculates them, in the CSV's words."""

    principal: Sum
    tax: Sum
    shipping_cost: Sum
    shipping_tax: Sum


class Readings(TypedDict):
    unit: Amounts
    line: Amounts


class ItemPrice(TypedDict):
    """The four parts of a price, in the order's words."""

    base_price: Price
    item_tax: NotRequired[Price]
    item_shipping_cost: NotRequired[Price]
    item_shipping_tax: NotRequired[Price]


class TotalPrice(TypedDict):
    """The same, summed up over the items of an order."""

    base_price: Total
    item_tax: NotRequired[Total]
    item_shipping_cost: NotRequired[Total]
    item_shipping_tax: NotRequired[Total]


ExceptionState: TypeAlias = Literal[
    "exception - order rejected", "exception - jet manual canceled to complete state", "other"
]
"""The exceptions of an order that are known, in Jet's words; other: an exception that is none of these."""


RefundReason: TypeAlias = Literal[
    "No longer want this item",
    "Received the wrong item",
    "Website description is inaccurate",
    "Product is defective / does not work",
    "Item arrived damaged - box intact",
    "Item arrived damaged - box damaged",
    "Package never arrived",
    "Package arrived late",
    "Wrong quantity received",
    "Better price found elsewhere",
    "Unwanted gift",
    "Accidental order",
    "Unauthorized purchase",
    "Item is missing parts / accessories",
    "Return to Sender - damaged, undeliverable, refused",
    "Return to Sender - lost in transit only",
    "Item is refurbished",
    "Item is expired",
    "Package arrived after estimated delivery date",
]
"""The article's list, to the letter."""


RefundFeedback: TypeAlias = Literal[
    "other", "item damaged", "not shipped in original packaging", "customer opened item"
]
"""Why not the full amount: the article's list, to the letter."""


class Line(TypedDict):
    """One row of the CSV, but for the two ids that all rows of a refund share."""

    order_item_id: Id
    total_quantity_returned: Quantity
    order_return_refund_qty: Quantity
    refund_reason: RefundReason
    refund_feedback: RefundFeedback | None
    notes: str
    """Any text of the seller's, without control characters but tab and line feed."""

    refund_amount: RefundAmount


State: TypeAlias = Literal[
    "held", "queued", "prepared", "delivered", "accepted", "rejected", "partly_accepted", "cancelled"
]
"""A refund's way: held while it can be undone, queued, prepared when its bytes are in a file, delivered when the file lies on the site, then the processor's answer."""


class Finding(TypedDict):
    """What stands against a refund (a block), or must be confirmed (a warning)."""

    code: Code
    message: Sentence
    pointer: Pointer


class HealthPart(TypedDict):
    part: Literal["ledger", "site", "courier", "keychain"]
    state: Literal["fine", "waiting", "needs_you"]
    reason: Sentence | None


class Health(TypedDict):
    """Who answers, and how it is. To strangers only name, version and api; to a browser that says hello by its id also a nonce, and to one that has a code what makes a secret of it; to one that has proved itself also the parts."""

    name: Literal["jet-refunds"]
    version: str
    api: int
    """The version of the contract between extension and helper."""

    nonce: NotRequired[str]
    """The helper's, for the call that follows."""

    salt: NotRequired[str]
    """Of PBKDF2, as base64url."""

    rounds: NotRequired[int]
    """Of PBKDF2 with HMAC-SHA-256."""

    waiting: NotRequired[int]
    """Refunds not yet answered by the processor."""

    parts: NotRequired[list[HealthPart]]


class JudgedLine(TypedDict):
    order_item_id: Id
    total: Sum
    full: bool
    """The amounts are all that was paid for these units; false asks for refund_feedback."""


class Judgement(TypedDict):
    """What the helper would say to a refund. The answer to a refund sent with ?check=1. Nothing is kept."""

    schema_version: SchemaVersion
    total: Sum
    """The sum over all lines and parts."""

    lines: list[JudgedLine]
    blocks: list[Finding]
    warnings: list[Finding]
    """Those not yet in confirmed."""


OrderStatus: TypeAlias = Literal["created", "ready", "acknowledged", "inprogress", "complete", "other"] | None
"""The order's state now; other: a word that is none of these; null: it could not be read."""


class OrderTotals(TypedDict):
    item_price: TotalPrice


class PriceAdjustment(TypedDict):
    principal: NotRequired[Price]
    tax: NotRequired[Price]
    shipping_cost: NotRequired[Price]
    shipping_tax: NotRequired[Price]


class PageCode(TypedDict):
    """The code that opens the helper's page once. At /open/CODE, within five minutes."""

    code: str


VerifyingKey: TypeAlias = str
"""32 bytes as base64url."""


class PairingRequest(TypedDict):
    """A browser asks to be trusted. It has proved that it knows the code that the helper shows, which itself is never sent."""

    client: str
    """A name by which the seller knows the browser again."""

    stored_key: VerifyingKey
    """By which the helper checks the browser's proofs."""

    server_key: VerifyingKey
    """By which the helper proves itself to the browser."""


class Pairing(TypedDict):
    """A pairing that was made, or ended. The id is no secret: a browser proves that it is this one by its secret, which never leaves it."""

    browser: str


class Problem(TypedDict):
    """What went wrong (RFC 9457). Every answer that is not 2xx. Served as application/problem+json."""

    type: str
    """urn:jet-refunds:problem: and a stable word."""

    title: Sentence
    status: int
    detail: Sentence
    errors: list[Finding]


class ChosenQuantity(TypedDict):
    order_item_id: Id
    order_return_refund_qty: Quantity


class StatusLine(TypedDict):
    order_item_id: Id
    merchant_sku: str
    product_title: str
    total_quantity_returned: Quantity
    order_return_refund_qty: Quantity
    refund_reason: RefundReason
    refund_feedback: RefundFeedback | None
    notes: str
    refund_amount: RefundAmount
    result: Literal["accepted", "rejected"] | None
    """The processor's answer to this row."""

    error_message: str | None
    """The processor's own words."""


class RefundFile(TypedDict):
    """The file that the refund is in; delivered_at is null until it lies on the site."""

    name: str
    delivered_at: Time | None


class RefundAck(TypedDict):
    """The processor's acknowledgement file that answered the refund."""

    name: str
    read_at: Time


class TimelineEvent(TypedDict):
    at: Time
    state: State
    message: Sentence


class RefundStatus(TypedDict):
    """Where a refund stands. Made by the helper."""

    schema_version: SchemaVersion
    id: int
    """The refund's number in this ledger."""

    request_id: str
    alt_refund_id: AltRefundId
    merchant_order_id: Id
    reference_order_id: ReferenceOrderId
    state: State
    reason: Sentence | None
    """Why it waits or what went wrong; null: nothing to say."""

    needs_person: bool
    """It will not go on by itself."""

    total: Sum
    lines: list[StatusLine]
    created_at: Time
    held_until: Time | None
    """Until then it can be undone; null: no longer."""

    file: RefundFile | None
    ack: RefundAck | None
    timeline: list[TimelineEvent]
    """Oldest first."""


class ResolvedRow(TypedDict):
    alt_refund_id: str
    order_item_id: str
    result: Literal["accepted", "rejected"]
    error_message: str | None
    """The processor's own words."""


class Resolution(TypedDict):
    """What a person says of a file of which nobody knows whether it was delivered, or what was answered to it."""

    outcome: Literal["delivered", "send_again", "accepted", "rejected", "rows"]
    """Whether it was delivered is not known: delivered, the processor has it; send_again, it has not. What was answered cannot be understood: accepted or rejected, as the processor told the seller; rows, where it told of each row."""

    rows: NotRequired[list[ResolvedRow]]
    """Each row of the refunds that wait for it."""


Basis: TypeAlias = Literal["unit", "line", "same", "unknown"]


class PriceBasis(TypedDict):
    """Whether a price is for a unit or for the whole line; same: it makes no difference; unknown: the seller must say, and paid, remaining and full_amount are the unit reading."""

    principal: Basis
    tax: Basis
    shipping_cost: Basis
    shipping_tax: Basis


class RefundReasonOption(TypedDict):
    """A reason that the form offers."""

    refund_reason: RefundReason
    nothing_returned: bool
    """True for a parcel that was lost: the quantity returned is 0."""


class RefundFeedbackOption(TypedDict):
    """A feedback that the form offers."""

    refund_feedback: RefundFeedback
    needs_notes: bool
    not_with: list[RefundReason]
    """Reasons that this feedback contradicts."""


class FullAmount(TypedDict):
    """All that was paid for so many units, and never more than remains."""

    order_return_refund_qty: Quantity
    refund_amount: Amounts
    """Where the basis is unknown, the unit reading."""

    readings: Readings | None
    """Where the basis is unknown: the amounts by either reading. The seller confirms with the code price_basis_unit or price_basis_line."""


class ItemFullAmount(TypedDict):
    order_item_id: Id
    full_amount: FullAmount


class FullAmounts(TypedDict):
    """The full amounts for the quantities that the seller has chosen. Made by the helper from the order, the quantities and the ledger: one for each quantity that was asked for, whatever its size."""

    schema_version: SchemaVersion
    items: list[ItemFullAmount]
    """In the sequence of the question, without items that the order does not have."""


class OrderItem(TypedDict):
    order_item_id: Id
    merchant_sku: str
    product_title: str
    request_order_quantity: Quantity
    request_order_cancel_qty: Quantity
    shipped_quantity: Quantity | None
    """The sum over all shipments; null: not known."""

    item_price: ItemPrice
    price_adjustment: PriceAdjustment | None
    """Money of cancelled units, never captured; a bare number in the raw data is principal."""


class Order(TypedDict):
    """An order as the portal shows it. Made by the extension from the raw data and the overlay. Field names are Jet's. Nothing about the buyer."""

    schema_version: SchemaVersion
    merchant_order_id: Id
    reference_order_id: ReferenceOrderId
    status: OrderStatus
    status_source: Literal["overlay", "raw_data", "seller"]
    """Who said so. The raw data of the Created entry say created for ever."""

    exception_state: str | ExceptionState | None
    """Any other text than those of the list may be about the buyer: the helper takes it for other, and does not keep it."""

    order_placed_date: str | None
    order_totals: OrderTotals | None
    """Null where the raw data have none."""

    order_items: list[OrderItem]


class Quantities(TypedDict):
    """Quantities that the seller has chosen. Made by the extension when the seller chooses another quantity than all that is left."""

    schema_version: SchemaVersion
    order: Order
    items: list[ChosenQuantity]


class RefundList(TypedDict):
    """A page of refunds, newest first."""

    schema_version: SchemaVersion
    refunds: list[RefundStatus]
    after: int | None
    """Ask for the next page with this; null: this is the last."""


class Refund(TypedDict):
    """A refund as the seller asks for it. Made by the extension. The helper keeps it as it is."""

    schema_version: SchemaVersion
    request_id: str
    """Made at the first click; the same request sent again is the same refund."""

    order: Order
    lines: list[Line]
    confirmed: list[Code]
    """Codes of the warnings that the seller accepted."""


class StandingItem(TypedDict):
    order_item_id: Id
    merchant_sku: str
    product_title: str
    request_order_quantity: Quantity
    request_order_cancel_qty: Quantity
    shipped_quantity: Quantity | None
    refunded_quantity: Quantity
    """Units in refunds that are under way or accepted."""

    refundable_quantity: Quantity
    """Ordered, less cancelled, less refunded."""

    returnable_quantity: Quantity
    """The most that total_quantity_returned may be."""

    paid: Amounts
    refunded: Amounts
    remaining: Amounts
    price_basis: PriceBasis
    full_amount: FullAmount | None
    """For refundable_quantity; for another quantity ask POST /v1/full-amounts. Null: nothing is left."""


class Standing(TypedDict):
    """What can be refunded of an order, and what was. Made by the helper from the order and the ledger. The form shows it and calculates nothing of its own."""

    schema_version: SchemaVersion
    merchant_order_id: Id
    reference_order_id: ReferenceOrderId
    items: list[StandingItem]
    refunds: list[RefundStatus]
    """Earlier refunds of this order, newest first."""

    blocks: list[Finding]
    """What stands against any refund of this order."""

    warnings: list[Finding]
    """What the seller must confirm, whatever the refund."""

    refund_reasons: list[RefundReasonOption]
    refund_feedbacks: list[RefundFeedbackOption]
