"""A courier that is killed at step N of a delivery, in a process of its own; run as a program by test_deaths.py.

Steps are counted before and after every commit of the ledger and before and after every command to the site, so the
deaths fall between any two of them. Prints one JSON line a round. Forking keeps a round short: each child is a real
process, killed by a real SIGKILL, with a ledger on disk and an FTP server in another process.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jet_refunds import app, settings
from jet_refunds.domain.refund import State
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.domain.site_capabilities import Capabilities
from jet_refunds.interfaces import Progress
from jet_refunds.ledger.database import Database
from jet_refunds.solid_commerce.file_names import MARKS
from jet_refunds.transports.ftp import open_ftp
from jet_refunds.transports.ftp_site import FtpSite
from jet_refunds.web import from_document
from tests.support import documents as doc
from tests.support.ledgers import put_empty_ledger

STRIDE = 3
COMMANDS = ("store", "size", "rename", "read", "names", "delete", "make_folder", "remove_folder")


class Death:
    """Counts steps and kills this process at one of them."""

    def __init__(self, at: int) -> None:
        self.at, self.steps = at, 0

    def step(self) -> None:
        self.steps += 1
        if self.steps == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, command: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*values: Any) -> Any:
            self.step()
            try:
                return command(*values)
            finally:
                self.step()

        return stepped

    @contextmanager
    def opener(self, address: SiteAddress, password: str, progress: Progress | None = None, /) -> Iterator[FtpSite]:
        with open_ftp(address, password, progress) as site:
            for command in COMMANDS:
                setattr(site, command, self.around(getattr(site, command)))
            yield site

    def watch(self, database: Database) -> None:
        writing = database.writing

        @contextmanager
        def stepped() -> Iterator[Any]:
            with writing() as connection:
                yield connection
                self.step()
            self.step()

        database.writing = stepped  # type: ignore[method-assign]


def child(work: Callable[[], None]) -> bool:
    """Run `work` in a process of its own; True when it lived."""
    pid = os.fork()
    if pid == 0:
        work()
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    assert status == 0, f"the courier ended with status {status}"
    return True


def take(data_dir: Path, prefix: str, *, knows: str | None) -> None:
    """`knows`: the address of a site that was tried before."""
    helper = app.build(
        settings.load(data_dir, alt_refund_prefix=prefix, undo_seconds=0), os.environ.get(settings.PASSWORD_VARIABLE)
    )
    document = doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2)))
    helper.refund_service.take(from_document.refund(document))
    if knows:
        learned = Capabilities("root", size=True, mlsd=True, renames_in_place=True, reserves=True)
        helper.ledger.site_capabilities.learn(knows, learned, helper.clock.now())
    helper.ledger.close()


def deliver(data_dir: Path, prefix: str, death: Death) -> None:
    """Tick until the file is delivered and swept."""
    helper = app.build(
        settings.load(data_dir, alt_refund_prefix=prefix, undo_seconds=0),
        os.environ.get(settings.PASSWORD_VARIABLE),
        opener=death.opener,
    )
    death.watch(helper.ledger.database)
    while (
        helper.ledger.refunds.on_the_way(State.HELD, State.QUEUED, State.PREPARED) or helper.ledger.files.left_staged()
    ):
        helper.courier.tick()
        assert helper.courier.trouble is None, helper.courier.trouble


def empty(site: Path) -> None:
    """The next round finds the folder as this one did: a name that is taken would cost it more steps."""
    for path in (site / "JetRefunds").rglob("*.csv"):
        path.unlink()
    shutil.rmtree(site / MARKS, ignore_errors=True)


def main(folder: Path, url: str, first: int, *, is_known: bool) -> None:
    """Dies at step `first` and at each STRIDEth one after it, until a delivery has fewer steps."""
    at = first - STRIDE
    address = SiteAddress.parse(url, "off")
    lived = False
    while not lived:
        at += STRIDE
        data_dir, prefix = folder / f"death-{at}", f"D{at}-"
        put_empty_ledger(data_dir)  # here: what a child would load for it is loaded once
        settings.save_site(data_dir, address)
        take(data_dir, prefix, knows=address.url if is_known else None)
        lived = child(lambda: deliver(data_dir, prefix, Death(at)))  # noqa: B023 - called at once
        child(lambda: deliver(data_dir, prefix, Death(0)))  # noqa: B023
        empty(folder / "site")
        print(json.dumps({"at": at, "lived": lived, "alt_refund_id": f"{prefix}00001"}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), is_known="known" in sys.argv[4:])
