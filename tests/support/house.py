"""A helper's parts on a real ledger and a real FTP site, in this process: the clock is the test's."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask.testing import EnvironBuilder, FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from jet_refunds import app, settings
from jet_refunds.credentials.environment import EnvironmentSecrets
from jet_refunds.domain.refund_view import RefundView
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.refund_service import Taken
from jet_refunds.solid_commerce import csv_file, file_names
from jet_refunds.web import from_document
from jet_refunds_demo.ftp_site import FtpSite
from tests.support.credential import Answer, Credential, Send, paired
from tests.support.ledgers import put_empty_ledger

PORT = 23750
START = datetime(2026, 11, 23, 14, 30, 15, tzinfo=UTC)


class Compiled(BytecodeCache):
    """The page's templates, compiled once a process and not once a house."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
_PAGE = re.compile(rf"http://(?P<host>jet-refunds-[0-9a-f]+\.localhost):{PORT}/")


_OTHER_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:")


@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def _moments_are_written_one_way(*asked: Any) -> None:
    """Text is compared with text: written otherwise than the ledger's, a moment is earlier or later by chance."""
    parameters = asked[3]
    values = parameters.values() if isinstance(parameters, dict) else parameters
    wrong = [value for value in values if isinstance(value, str) and _OTHER_MOMENT.match(value)]
    assert not wrong, f"{asked[2]} with {wrong}: say its type, tables.Moment"


class TestClock:
    """Stands still until it is told to go on."""

    __test__ = False

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment
        self.zone = timedelta()
        self._running = 0.0

    def now(self) -> datetime:
        return self.moment

    def local(self) -> datetime:
        return (self.moment + self.zone).replace(tzinfo=None)

    def running(self) -> float:
        return self._running

    def forward(self, seconds: float) -> None:
        """Time passes."""
        self._running += seconds
        self.step(seconds)

    def step(self, seconds: float) -> None:
        """Somebody sets the clock."""
        self.moment += timedelta(seconds=seconds)


class Loopback(FlaskClient):
    """Speaks to the helper at its own address: werkzeug's would be http://localhost. A page's link is followed to the
    page's host, and from then on that is where this client is.
    """

    host = "127.0.0.1"

    def open(self, *args: Any, **values: Any) -> TestResponse:
        answer = super().open(*args, **{"base_url": f"http://{self.host}:{PORT}", **values})
        found = _PAGE.match(answer.headers.get("Location", ""))
        if found is None:
            return answer
        self.host = found["host"]
        return super().open(*args, **{**values, "base_url": f"http://{self.host}:{PORT}"})


class Paired(Loopback):
    """Proves each request that says nothing of its own about who asks."""

    credential: Credential | None = None

    def open(self, *args: Any, **values: Any) -> TestResponse:
        headers = values.get("headers") or {}
        if self.credential is None or "Authorization" in headers:
            return super().open(*args, **values)
        exchange = self.credential.hello(PORT, sent_by(Loopback(self.application, self.response_wrapper)))
        if exchange is None:
            return super().open(*args, **values)
        at_home = {"base_url": f"http://127.0.0.1:{PORT}", **values}
        asked = EnvironBuilder(self.application, *args, **at_home).get_environ()
        request = (asked["REQUEST_METHOD"], asked["REQUEST_URI"], asked["wsgi.input"].read())
        headers = {**headers, "Authorization": self.credential.authorization(exchange, *request)}
        return super().open(*args, **{**values, "headers": headers})


def sent_by(client: FlaskClient) -> Send:
    def send(method: str, target: str, body: bytes, headers: dict[str, str]) -> Answer:
        answer = client.open(target, method=method, data=body, headers=headers)
        return Answer(answer.status_code, dict(answer.headers.items()), answer.data)

    return send


class House:
    """The parts, and the few steps that many tests take."""

    def __init__(self, helper: app.Helper, site: FtpSite, clock: TestClock) -> None:
        self.helper, self.site, self.clock = helper, site, clock
        self.ledger, self.refund_service = helper.ledger, helper.refund_service
        self.courier = helper.courier

    def client(self) -> Loopback:
        """A browser's extension that is not paired; see `paired`."""
        return Loopback(self.helper.web, self.helper.web.response_class)

    def code(self) -> str:
        """A pairing code, made at once: what its rounds are good for is shown in tests/unit/test_pairings.py."""
        return self.ledger.pairings.new_code(self.clock.now(), rounds=1).text

    def credential(self) -> Credential:
        """Of a browser that is paired by this."""
        return paired(PORT, sent_by(self.client()), self.code())

    def paired(self) -> Paired:
        client = Paired(self.helper.web, self.helper.web.response_class)
        client.credential = self.credential()
        return client

    def use_site(self, address: SiteAddress) -> None:
        """The seller has another site, and the password that the environment gives is for that one."""
        secrets = EnvironmentSecrets(os.environ[settings.PASSWORD_VARIABLE], address)
        self.helper.seller_site._secrets = secrets
        self.helper.seller_site.change(address, None)

    def refunds(self) -> Path:
        return self.site.folder / "JetRefunds"

    def csv_files(self) -> list[Path]:
        return sorted(self.refunds().glob("*.csv"))

    def send(self, document: dict[str, object]) -> int:
        """Take a refund and let its undo time pass."""
        taken = self.take(document)
        self.clock.forward(self.helper.settings.undo_seconds)
        return taken.refund.id

    def take(self, document: dict[str, object]) -> Taken:
        """As the door does."""
        return self.refund_service.take(from_document.refund(document))

    def state(self, refund_id: int) -> str:
        return self.ledger.refund_views.get(refund_id).state.value

    def file_name(self, refund_id: int) -> str:
        file = self.ledger.refund_views.get(refund_id).file
        assert file is not None, f"refund {refund_id} is in no file yet"
        return file.name

    def unclear_file(self, document: dict[str, object]) -> str:
        """A file of which the site did not say whether it was moved, written into the ledger as the courier would."""
        refund_id = self.take(document).refund.id
        self.refund_service.send(refund_id)
        self.courier.stop()
        files, now = self.ledger.files, self.clock.now()
        lease = self.ledger.leases.take("test", now, now + timedelta(hours=1))
        assert lease is not None
        name = file_names.refund_file(self.clock.local() + timedelta(minutes=5))
        body = csv_file.csv_bytes(queued.csv_refund for queued in self.ledger.refund_views.queued())
        files.prepare(name, body, [refund_id], lease, now)
        (file,) = files.prepared()
        attempt = files.begin(file, f"{name}.{{number}}.part", claims=False, site="", lease=lease, now=now)
        files.unclear(file, attempt, lease, "The site did not answer.", now)
        self.ledger.leases.release(lease, now)
        return name

    def until_asked(self, refund_id: int) -> RefundView:
        """The courier looks until a person is asked about the refund."""
        for _ in range(30):
            self.courier.tick()
            refund = self.ledger.refund_views.get(refund_id)
            if refund.needs_person:
                return refund
            self.clock.forward(61)
        raise AssertionError(f"nobody is asked about refund {refund_id}: {refund.reason}")

    def acknowledge(self, name: str, text: str) -> None:
        (self.refunds() / "Acks" / name).write_bytes(text.encode())


@contextmanager
def house(folder: Path, **values: object) -> Iterator[House]:
    """Needs JET_REFUNDS_SITE_PASSWORD in the environment (see conftest)."""
    clock = TestClock()
    site = FtpSite(folder / "site")
    site.start()
    try:
        data_dir = folder / "data"
        settings.save_site(data_dir, SiteAddress.parse(f"ftp://{site.user}@{site.host}:{site.port}", "off"))
        put_empty_ledger(data_dir)
        helper = app.build(settings.load(data_dir, **values), os.environ.get(settings.PASSWORD_VARIABLE), clock=clock)
        helper.web.jinja_env.bytecode_cache = COMPILED
        try:
            yield House(helper, site, clock)
        finally:
            helper.courier.stop()
            helper.ledger.close()
    finally:
        site.stop()
        assert not [thread for thread in threading.enumerate() if thread.name == "courier"]


@contextmanager
def computer(folder: Path, site: FtpSite, clock: TestClock) -> Iterator[House]:
    """Another helper on the same site; its folder may hold a ledger already."""
    settings.save_site(folder, SiteAddress.parse(site.url, "off"))
    helper = app.build(settings.load(folder), os.environ.get(settings.PASSWORD_VARIABLE), clock=clock)
    try:
        yield House(helper, site, clock)
    finally:
        helper.courier.stop()
        helper.ledger.close()
