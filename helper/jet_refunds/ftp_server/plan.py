"""What is served, and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jet_refunds.ftp_server.account import Account


@dataclass(frozen=True)
class Plan:
    """Without a certificate nothing is encrypted."""

    folder: Path
    account: Account
    certificate: Path | None
    tls_required: bool = True
    host: str = ""
    """Empty: every address of this computer."""
    port: int = 2121
    passive: Sequence[int] | None = None
    """The ports of transfers, which the firewall must let in."""
    public_address: str | None = None
    """What clients are told to connect to, behind a router that translates addresses."""
    max_connections: int = 20
    sign_in_seconds: float = 30
    """Whoever is not signed in by then is sent away, so that strangers cannot hold all connections."""
    handshake_seconds: float = 10
    """Whoever has asked for encryption and is not through with it by then is sent away."""
    wrong_guess_seconds: float = 3
    """How long a wrong guess waits for its answer."""
