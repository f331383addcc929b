"""Each target gives bytes to the code of the helper that meets them, and lets pass only what is documented.

A target returns, or it raises: then the helper would have met an error that nobody expects, or said two things of one
input. What the bytes mean is told in the target's docstring.
"""

from __future__ import annotations

import atexit
import csv
import io
import os
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import cast

from jet_refunds import app, documents, settings
from jet_refunds.domain.money import Amounts
from jet_refunds.domain.refund import CsvRefund, Line
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import BadSettings
from jet_refunds.solid_commerce import ack_file, ack_table, csv_file
from jet_refunds.solid_commerce.answer import NotReady, Row, Unclear
from tests.support.api import Api, json_of
from tests.support.credential import paired
from tests.support.house import PORT, Loopback, Paired, TestClock, sent_by
from tests.support.ledgers import put_empty_ledger

Target = Callable[[bytes], None]

FOLDER = Path(__file__).parent
SECONDS_LIMIT = 2
"""Of the processor, for any input of a megabyte at most."""


class TooSlow(AssertionError):
    """An input took longer than SECONDS_LIMIT."""


def run(name: str, body: bytes) -> None:
    """The target `name` on one input. Raises TooSlow, or what the target raises."""
    begun = time.process_time()
    TARGETS[name](body)
    seconds = time.process_time() - begun
    if seconds > SECONDS_LIMIT:
        raise TooSlow(f"{name}: {len(body)} bytes took {seconds:.1f} s")


def corpus(name: str) -> list[Path]:
    """The fixed inputs of a target."""
    return sorted((FOLDER / "corpus" / name).iterdir())


# -- the acknowledgement

SENT = (
    Row("JR-00001", f"{1:032x}", {"merchant_order_id": "ab" * 16, "merchant_sku": "RED", "notes": "torn"}),
    Row("JR-00001", f"{2:032x}", {"merchant_order_id": "ab" * 16, "merchant_sku": "BLUE", "principal": "10.00"}),
    Row("JR-00002", f"{1:032x}", {"merchant_order_id": "cd" * 16, "merchant_sku": "RED", "notes": "late"}),
)
LINES, COLUMNS = 200, 30


def acknowledgement(body: bytes) -> None:
    """The answer to a file of three rows, read for the ledger and shown to a person."""
    reading = ack_file.read(body, SENT)
    assert isinstance(reading, NotReady | Unclear | tuple)
    answers = () if isinstance(reading, NotReady) else reading.answers if isinstance(reading, Unclear) else reading
    answered = [answer.row for answer in answers]
    assert answered == [row for row in SENT if row in answered], "each row once, in the order of the file"
    assert not isinstance(reading, tuple) or len(reading) == len(SENT), "a whole answer speaks of all rows"
    assert all(answer.result in ("accepted", "rejected") for answer in answers)
    assert all(len(answer.error_message or "") < ack_file.MESSAGE_LIMIT + 100 for answer in answers)
    ack_file.may_go_on(body, SENT)
    shown = ack_table.preview(body, lines=LINES, columns=COLUMNS)
    assert len(shown) <= LINES
    assert all(len(row) <= COLUMNS for row in shown)


# -- documents

REFUSED = {400, 409, 413, 422}


def order(body: bytes) -> None:
    """The body of a request of a paired browser: a refund, quantities, or an order, by the first name that it holds.

    Every reply is checked against its schema. A refund that is taken is undone at once.
    """
    if b'"lines"' in body:
        _post("/v1/refunds?check=1", body)
        taken = _post("/v1/refunds", body)
        if taken is not None:
            assert _post(f"/v1/refunds/{taken['id']}/undo", b"{}") is not None or taken["state"] == "cancelled"
    else:
        _post("/v1/full-amounts" if b'"items"' in body else "/v1/orders", body)


def _post(path: str, body: bytes) -> documents.RefundStatus | None:
    """What was answered; None: it was refused."""
    response = _api().post(path, data=body, content_type="application/json")
    assert response.status_code in REFUSED | {200, 201}, f"{path} answered {response.status_code}: {response.text}"
    return None if response.status_code in REFUSED else cast(documents.RefundStatus, json_of(response))


@cache
def _api() -> Api:
    """Of a helper with an empty ledger, for as long as the process runs."""
    folder = _folder("helper")
    put_empty_ledger(folder)
    helper = app.build(settings.load(folder), os.environ.get(settings.PASSWORD_VARIABLE), clock=TestClock())
    _closed_at_exit.callback(helper.ledger.close)
    client = Paired(helper.web, helper.web.response_class)
    code = helper.ledger.pairings.new_code(helper.clock.now(), rounds=1)
    client.credential = paired(PORT, sent_by(Loopback(helper.web, helper.web.response_class)), code.text, "fuzz")
    return Api(client)


# -- the CSV

NOTES_LIMIT = 1_000
"""Letters; schemas/common.json takes no more."""
TEXTS_LIMIT = 30_000
"""A file has 10,000 rows at most (settings)."""


def csv_rows(body: bytes) -> None:
    """A file to be read back; then texts, each up to a byte 1F, three of them for each row of a file to be written.

    What was written is read back as it was, by the helper and by any reader of RFC 4180.
    """
    with suppress(ValueError):  # what csv_bytes never wrote
        csv_file.rows(body)
    texts = [text[:NOTES_LIMIT] for text in body.decode(errors="replace").split("\x1f")[:TEXTS_LIMIT]]
    lines = [_line(number, texts[number : number + 3]) for number in range(0, len(texts), 3)]
    written = csv_file.csv_bytes([CsvRefund("ab" * 16, "JR-00001", tuple(lines))])
    read = [(row["refund_reason"], row["refund_feedback"], row["notes"]) for row in csv_file.rows(written)]
    assert read == [(line.refund_reason, line.refund_feedback or "", line.notes) for line in lines]
    cells = list(csv.reader(io.StringIO(written.decode(), newline=""), strict=True))
    assert cells[0] == list(csv_file.COLUMNS)
    assert {len(row) for row in cells} == {len(csv_file.COLUMNS)}


def _line(number: int, texts: list[str]) -> Line:
    reason, feedback, notes = (*texts, "", "")[:3]
    return Line(
        order_item_id=f"{number:032x}",
        total_quantity_returned=number % 7,
        order_return_refund_qty=number % 5 + 1,
        refund_reason=cast(documents.RefundReason, reason),
        refund_feedback=cast(documents.RefundFeedback, feedback) if feedback else None,
        notes=notes,
        refund_amount=Amounts(principal=number),
    )


# -- settings and addresses

NEW_SITE = SiteAddress.parse("ftp://new@ftp.example.com:2121/shop", "required")
SITE_BYTES = 200
"""That writing it takes at most."""


def config(body: bytes) -> None:
    """config.toml. What is read stays when the site is saved; what is refused, or leaves no room, is not changed."""
    folder = _folder("config")
    path = folder / settings.CONFIG
    path.write_bytes(body)
    try:
        loaded = settings.load(folder)
    except BadSettings:
        loaded = None
    try:
        settings.save_site(folder, NEW_SITE)
    except BadSettings:
        assert path.read_bytes() == body
        assert loaded is None or 2 * len(body) + SITE_BYTES > settings.LONGEST, "each line end may become two bytes"
    else:
        assert loaded is not None, "settings that cannot be read were changed"
        assert settings.load(folder) == replace(loaded, site=NEW_SITE)


def address(body: bytes) -> None:
    """Address, tls and fingerprint, each up to a byte 1E; bytes that are no UTF-8 come as a terminal hands them in."""
    url, tls, fingerprint = (*body.decode("utf-8", "surrogateescape").split("\x1e"), "", "")[:3]
    try:
        read = SiteAddress.parse(url, tls or "auto", fingerprint or None)
    except BadSettings:
        return
    read.url.encode()  # it is written into config.toml and the ledger
    assert SiteAddress.parse(read.url, read.tls, read.fingerprint) == read


TARGETS: Mapping[str, Target] = {
    "acknowledgement": acknowledgement,
    "order": order,
    "csv": csv_rows,
    "settings": config,
    "address": address,
}


# -- what they need

_closed_at_exit = ExitStack()
atexit.register(_closed_at_exit.close)


@cache
def _folder(_name: str) -> Path:
    """An empty one of this process."""
    return Path(_closed_at_exit.enter_context(tempfile.TemporaryDirectory()))
