"""What is well and what is not, part by part, each with the one thing to do."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from jet_refunds import peer_user, schema_validation, settings
from jet_refunds.errors import BadSettings, JetRefundsError
from jet_refunds.interfaces import Secrets
from jet_refunds.ledger import Ledger


@dataclass(frozen=True)
class Examined:
    part: str
    ok: bool
    message: str

    def document(self) -> ExaminedDocument:
        """As the command prints it for programs."""
        return {"part": self.part, "ok": self.ok, "message": self.message}


class ExaminedDocument(TypedDict):
    part: str
    ok: bool
    message: str


def examine(data_dir: Path, secrets: Secrets, running_at: str | None, *, with_reasons: bool = True) -> list[Examined]:
    """`with_reasons`: say why refunds wait, which may be the processor's own words on a refund."""
    return [
        _helper(running_at),
        _settings(data_dir),
        _ledger(data_dir, with_reasons=with_reasons),
        _keychain(secrets),
        *_other_users(),
        Examined("contracts", True, f"{len(schema_validation.SCHEMAS)} schemas in {schema_validation.FOLDER}."),
        Examined("log", True, f"It is in {data_dir}. Read it with: jet-refunds log"),
    ]


def _helper(running_at: str | None) -> Examined:
    if running_at is None:
        return Examined("helper", False, "It is not running. Start it with: jet-refunds")
    return Examined("helper", True, f"It answers at {running_at}.")


def _settings(data_dir: Path) -> Examined:
    try:
        loaded = settings.load(data_dir)
    except BadSettings as error:
        return Examined("settings", False, str(error))
    if loaded.site is None:
        return Examined("settings", False, "No FTP site is set. Say: jet-refunds site set ftp://USER@HOST:PORT/PATH")
    return Examined("settings", True, f"The FTP site is {loaded.site.url}.")


def _ledger(data_dir: Path, *, with_reasons: bool) -> Examined:
    try:
        waiting = Ledger.in_folder(data_dir).refund_views.waiting()
    except JetRefundsError as error:
        return Examined("ledger", False, str(error))
    if waiting.reason:
        reason = f": {waiting.reason}" if with_reasons else "."
        return Examined("ledger", False, f"{waiting.count} refunds wait{reason}")
    return Examined("ledger", True, f"It is in {data_dir}; {waiting.count} refunds wait.")


def _other_users() -> list[Examined]:
    """Whether they are kept from connecting: said where it could be so and is not."""
    if sys.platform != "linux" or peer_user.is_told():
        return []
    message = (
        "This system does not say whose a connection is: other users of this computer are kept out by pairing alone."
    )
    return [Examined("other users", True, message)]


def _keychain(secrets: Secrets) -> Examined:
    state = secrets.state()
    return Examined("keychain", state is None, state or "It works.")
