"""Seconds a file: our delivery over one kept connection, beside one curl call a file, on the same vsftpd.

Ours is sign in, and for each file all that the protocol asks for: commits of the ledger, upload, size, rename, and the
sweep. curl does what a script would: sign in, upload to a temporary name, size, rename.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from jet_refunds import app, settings
from jet_refunds.delivery.upload import Upload, sweep
from jet_refunds.site.seller_site import staged_path
from jet_refunds.solid_commerce import csv_file, file_names
from jet_refunds.web import from_document
from tests.bench.table import Row
from tests.sites.servers import vsftpd
from tests.sites.servers.certificates import certificate
from tests.sites.servers.server import Place, Server
from tests.support import documents as doc

CASES = ((1, 31), (10, 7), (100, 3))
"""Files, and how often each side delivers so many."""
_minutes = count()


def measure() -> list[Row]:
    if shutil.which("curl") is None:
        raise SystemExit("curl is missing: install it to measure beside it.")
    rows = []
    with tempfile.TemporaryDirectory(prefix="jet-refunds-bench-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # the server's user may pass
        both = certificate(folder / "both.pem")
        os.environ["SSL_CERT_FILE"] = str(both)
        for name, tls in (("FTP", False), ("FTPS", True)):
            place = folder / name
            place.mkdir()
            with vsftpd.serving(place, both, tls=tls) as server:
                for files, repetitions in CASES:
                    print(f"{name}, {files} files, {repetitions} times each", file=sys.stderr, flush=True)
                    rows.append(_row(f"{name}, {files} file{'s' * (files > 1)}", server, both, files, repetitions))
    return rows


def _row(case: str, server: Server, both: Path, files: int, repetitions: int) -> Row:
    ours, peer = [], []
    for _ in range(repetitions):
        with _helper(server.place(), files + 1) as (helper, place):
            _ours(helper, place, 1)  # a helper runs for days: its first delivery is not what a seller waits for
            ours.append(_ours(helper, place, files) / files)
        peer.append(_curl(server, server.place(), both, files) / files)
    return Row(f"seconds a file: {case}", statistics.median(ours), statistics.median(peer))


@contextmanager
def _helper(place: Place, files: int) -> Iterator[tuple[app.Helper, Place]]:
    """With so many refunds, each written into a file of its own and not sent."""
    with ExitStack() as stack:
        data_dir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jet-refunds-bench-")))
        os.environ[settings.PASSWORD_VARIABLE] = place.server.password
        settings.save_site(data_dir, place.address)
        helper = app.build(settings.load(data_dir, undo_seconds=0), os.environ.get(settings.PASSWORD_VARIABLE))
        stack.callback(helper.ledger.close)
        for _ in range(files):
            document = doc.refund(of=doc.order(merchant_order_id=f"{next(_minutes):032x}"))
            helper.refund_service.take(from_document.refund(document))
        now = helper.clock.now()
        helper.ledger.refunds.release(list(helper.ledger.refunds.held()), now)
        lease = helper.ledger.leases.take("bench", now, now + timedelta(hours=1))
        assert lease is not None
        for queued in helper.ledger.refund_views.queued():
            name = file_names.refund_file(datetime(2026, 1, 1) + timedelta(minutes=next(_minutes)))  # noqa: DTZ001 - local
            helper.ledger.files.prepare(name, csv_file.csv_bytes([queued.csv_refund]), [queued.id], lease, now)
        yield helper, place


def _ours(helper: app.Helper, place: Place, files: int) -> float:
    now = helper.clock.now()
    lease = helper.ledger.leases.take("bench", now, now + timedelta(hours=1))
    assert lease is not None
    before = len(place.listing())
    start = time.perf_counter()
    with helper.seller_site.open() as opened:
        for file in helper.ledger.files.prepared()[:files]:
            upload = Upload(
                opened.site, opened.address.url, True, helper.ledger.files, helper.clock, lease, _no_name, lambda: None
            )
            upload.deliver(file, staged_path("root", file.name))
        sweep(opened.site, helper.ledger.files)
    passed = time.perf_counter() - start
    delivered = [name for name in place.listing() if name.startswith("JetRefunds/")]
    assert len(delivered) == before + files == len(place.listing()), place.listing()
    return passed


def _no_name() -> str:
    raise AssertionError("every name is free")


def _curl(server: Server, place: Place, both: Path, files: int) -> float:
    body = place.folder.parent.parent / "body.csv"
    body.write_bytes(b"x" * 330)
    command = ["curl", "--silent", "--show-error", "--user", f"{server.user}:{server.password}", "-T", str(body)]
    if server.tls == "required":
        command += ["--ssl-reqd", "--cacert", str(both)]
    host = server.url.rpartition("@")[2]
    start = time.perf_counter()
    for number in range(files):
        staged, final = f"x-{number}.part", f"JetRefunds/x-{number}.csv"
        after = [f"-SIZE {staged}", f"-RNFR {staged}", f"-RNTO {final}"]
        words = [word for step in after for word in ("-Q", step)]
        subprocess.run(
            [*command, f"ftp://{host}/{place.folder.name}/{staged}", *words], check=True, capture_output=True
        )
    passed = time.perf_counter() - start
    assert len(place.listing()) == files
    return passed
