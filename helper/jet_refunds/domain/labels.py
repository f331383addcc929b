"""What the seller reads for a name of the contract: states, amounts, an order's status. Each stands here once.

No label says "refunded": accepted is by Solid Commerce, and nobody here knows whether Jet has paid.
"""

from __future__ import annotations

from collections.abc import Mapping

from jet_refunds.domain.refund import State

STATE_LABELS: Mapping[State, str] = {
    State.HELD: "Can still be undone",
    State.QUEUED: "Waits to be sent",
    State.PREPARED: "Being sent",
    State.DELIVERED: "Sent, no answer yet",
    State.ACCEPTED: "Accepted by Solid Commerce",
    State.REJECTED: "Rejected by Solid Commerce",
    State.PARTLY_ACCEPTED: "Partly accepted",
    State.CANCELLED: "Taken back",
}

SHORT_STATE_LABELS: Mapping[State, str] = {
    State.HELD: "can be undone",
    State.QUEUED: "waits to be sent",
    State.PREPARED: "is being sent",
    State.DELIVERED: "waits for the answer",
    State.ACCEPTED: "accepted",
    State.REJECTED: "rejected",
    State.PARTLY_ACCEPTED: "partly accepted",
    State.CANCELLED: "undone",
}
"""At most 20 characters: for a column of a terminal, and within a sentence."""

AMOUNT_LABELS: Mapping[str, str] = {
    "principal": "Product price",
    "tax": "Sales tax",
    "shipping_cost": "Shipping",
    "shipping_tax": "Shipping tax",
}

ORDER_STATUS_LABELS: Mapping[str, str] = {
    "created": "Created",
    "ready": "Ready",
    "acknowledged": "Acknowledged",
    "inprogress": "In Progress",
    "complete": "Completed",
}
"""As the portal writes them."""
