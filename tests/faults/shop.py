"""One seller for some rounds: a folder on the server, a helper with a data folder of its own, and the observer."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jet_refunds.domain.site_address import SiteAddress
from tests.faults.disk import Disk, mounted
from tests.faults.observer import Observer, Row
from tests.faults.plan import FULL, PATIENCE, Plan
from tests.faults.program import Client, Program
from tests.faults.proxy import HOST, Proxy
from tests.sites.servers.server import Server
from tests.support import documents as doc

SETTLE_SECONDS = 75.0
"""From the end of the faults until everything must be clear; one stall is 20 of them."""
ASK_AFTER = 6.0
"""Seconds until a person answers: no command is later than that."""
OWN_DISK = "32m"
"""Larger than what the ledger's log may grow to before it is written back."""
DELIVERED = frozenset({"delivered", "accepted"})
NEVER_ANSWERED = "delivered, and never answered"
STRANGER = b"somebody else's file\r\n"


@dataclass
class Told:
    """A refund that the helper was asked for; `id` is set once it was acknowledged."""

    round: int
    document: dict[str, Any]
    rows: list[Row]
    client: Client
    id: int | None = None
    asked: bool = False
    status: dict[str, Any] = field(default_factory=dict)

    @property
    def is_clear(self) -> bool:
        return self.status.get("state") in DELIVERED or (self.asked and bool(self.status.get("needs_person")))


@dataclass
class Verdict:
    """Of one round. `story` is kept when anything is wrong."""

    lost: int = 0
    doubled: int = 0
    stuck: int = 0
    asked: int = 0
    fired: int = 0
    story: list[str] = field(default_factory=list)


class Shop:
    def __init__(
        self,
        server: Server,
        site_disk: Disk,
        own_disk: Disk,
        observer: Observer,
        program: Program,
        rival: Program,
        proxy: Proxy | None,
    ) -> None:
        self._server, self._site_disk, self._own_disk = server, site_disk, own_disk
        self._observer, self._program, self._proxy = observer, program, proxy
        self._client = Client(program)
        self._rival = rival
        self._rivals_client: Client | None = None
        self._told: list[Told] = []
        self._fired: Counter[int] = Counter()
        self._late: list[str] = []

    # -- one round

    def round(self, plan: Plan) -> bool:
        """Faults, then their end, then until all is clear; False when it did not become clear."""
        self._observer.takes = plan.takes
        told = [self._new(plan.number, count, self._client) for count in plan.items]
        if plan.rival:
            told.append(self._new(plan.number, 1, self._second_computer()))
        self._program.set_clock(plan.step)
        self._begin(plan)
        for one in told:
            one.id = one.client.refund(one.document) if self._program.runs else None
        self._wait(plan, told)
        self._end(plan)
        return self._settle(told)

    def _second_computer(self) -> Client:
        """It has a ledger of its own, and is started when it is first wanted."""
        if self._rivals_client is None:
            self._rival.start()
            self._rivals_client = Client(self._rival)
        return self._rivals_client

    def _new(self, number: int, count: int, client: Client) -> Told:
        order_id = f"{number:08x}{random.getrandbits(96):024x}"
        placed = datetime.now(UTC) - timedelta(days=2)
        items = [doc.item(index, item_price=doc.price(f"{number}.{index:02d}")) for index in range(1, count + 1)]
        order = doc.order(*items, merchant_order_id=order_id, order_placed_date=placed.isoformat())
        lines = [doc.line(index, refund_amount=doc.amount(f"{number}.{index:02d}")) for index in range(1, count + 1)]
        rows = [(order_id, line["order_item_id"], line["refund_amount"]["principal"]) for line in lines]
        told = Told(number, doc.refund(*lines, of=order), rows, client)
        self._told.append(told)
        return told

    def _begin(self, plan: Plan) -> None:
        dies = self._program.die if plan.kill == "fault" else None
        for fault in plan.faults:
            if fault.kind == "stranger":
                fault.on_fire = self._take_name
            if fault.kind == "janitor":
                fault.on_fire = self._observer.remove_staged
        if dies is not None and plan.faults[0].on_fire is None:
            plan.faults[0].on_fire = dies
        if self._proxy is not None:
            self._proxy.arm(*(fault for fault in plan.faults if fault.kind not in (*FULL, "none")))
            if plan.fresh:
                self._proxy.cut_all()
        disk = self._disk(plan)
        if disk is not None:
            disk.fill()
            plan.faults[0].fire()
        self._killer = None
        if isinstance(plan.kill, float):
            self._killer = threading.Timer(plan.kill, self._program.die)
            self._killer.start()

    def _disk(self, plan: Plan) -> Disk | None:
        return {"full site": self._site_disk, "full computer": self._own_disk}.get(plan.faults[0].kind)

    def _take_name(self, staged_name: str) -> None:
        """`staged_name` is JET_REFUND_X.csv.SEAT.N.part, in the site's folder or, after a dot, in JetRefunds/."""
        name = Path(staged_name).name.lstrip(".").rpartition(".csv.")[0] + ".csv"
        self._observer.put(name, STRANGER)

    def _wait(self, plan: Plan, told: list[Told]) -> None:
        """Until the faults have struck, or there is nothing left for them to strike at."""
        start = time.monotonic()
        least = plan.lasts if any(fault.lasts or fault.kind in FULL for fault in plan.faults) else 0.0
        limit = max(PATIENCE, least)
        once = [fault for fault in plan.faults if not fault.lasts and fault.kind not in (*FULL, "none")]
        while (passed := time.monotonic() - start) < limit:
            time.sleep(0.05)
            self._revive(plan)
            clear = all(one.id is not None and self._is_delivered(one) for one in told)
            if passed >= least and (clear or (once and all(fault.fired.is_set() for fault in once))):
                return

    def _is_delivered(self, told: Told) -> bool:
        rows = self._observer.rows()
        return all(rows[row] for row in told.rows)

    def _revive(self, plan: Plan) -> None:
        if not self._program.runs:
            time.sleep(plan.down)
            self._program.start()

    def _end(self, plan: Plan) -> None:
        if self._killer is not None:
            self._killer.join()
        if self._proxy is not None:
            self._proxy.disarm()
        self._site_disk.empty()
        self._own_disk.empty()
        self._revive(plan)
        self._fired[plan.number] = sum(fault.fired.is_set() for fault in plan.faults)

    # -- afterwards

    def _settle(self, told: list[Told]) -> bool:
        """Ask again until each is acknowledged, as the extension does, and look until each is clear."""
        end = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < end:
            if not self._program.runs:
                self._program.start()
            for one in told:
                if one.id is None:
                    one.id = one.client.refund(one.document)
                elif not one.is_clear:
                    self._look(one)
            if all(one.is_clear for one in told):
                return True
            time.sleep(0.1)
        self._late += [f"round {one.round}: {_story(one)}" for one in told if not one.is_clear]
        return False

    def _look(self, told: Told) -> None:
        told.status = self._status(told) or told.status
        if told.status.get("needs_person") and not told.asked:
            told.asked = True
            self._answer(told)

    def _answer(self, told: Told) -> None:
        """As a person would: ask Solid Commerce, who know what they have got."""
        time.sleep(ASK_AFTER)
        outcome = "delivered" if self._is_delivered(told) else "send_again"
        told.client.ask("POST", f"/v1/files/{told.status['file']['name']}/resolve", {"outcome": outcome})
        told.status = self._status(told) or {}

    def _status(self, told: Told) -> dict[str, Any] | None:
        return None if told.id is None else told.client.status(told.id)

    def verdicts(self, *, healthy: bool) -> dict[int, Verdict]:
        """By round, when no command can be late any more and every answer has been read."""
        time.sleep(ASK_AFTER)
        if healthy:
            self._settle_answers()
        found = {one.round: Verdict(fired=self._fired[one.round]) for one in self._told}
        rows = self._observer.rows()
        for one in self._told:
            counts = [rows[row] for row in one.rows]
            verdict = found[one.round]
            verdict.asked += one.asked
            verdict.lost += (
                one.id is not None and min(counts) == 0 and one.status.get("state") in {*DELIVERED, NEVER_ANSWERED}
            )
            verdict.doubled += max(counts) > 1
            verdict.stuck += one.id is None or not one.is_clear
            if verdict.lost or verdict.doubled or verdict.stuck:
                verdict.story.append(f"{counts} {_story(one)}")
        self._judge_the_rest(found[max(found)])
        return found

    def _judge_the_rest(self, last: Verdict) -> None:
        """What cannot be laid at one round's door."""
        seen = self._observer.appearances()
        unknown = self._observer.rows().keys() - {row for one in self._told for row in one.rows}
        unread = [entry.name for entry in seen if entry.content is None]
        destroyed = [entry.name for entry in seen if entry.replaced == STRANGER]
        last.doubled += len(unknown) + len(unread)
        last.lost += len(destroyed)
        last.story += [f"row that nobody asked for: {row}" for row in unknown]
        last.story += [f"overwritten before it was read: {name}" for name in unread]
        last.story += [f"a stranger's file was overwritten: {name}" for name in destroyed]
        last.story += self._late

    def _settle_answers(self) -> None:
        """Every delivered file has its answer, and the helper finds it. What never appeared whole has none."""
        end = time.monotonic() + SETTLE_SECONDS
        waiting = [one for one in self._told if one.status.get("state") == "delivered" and self._is_delivered(one)]
        while waiting and time.monotonic() < end:
            time.sleep(0.2)
            for one in waiting:
                one.status = self._status(one) or one.status
            waiting = [one for one in waiting if one.status.get("state") == "delivered"]
        self._late += [f"round {one.round}: its answer was never read" for one in waiting]
        for one in waiting:
            one.status = {**one.status, "state": NEVER_ANSWERED}

    def history(self) -> list[str]:
        """What appeared, and the end of the helper's log: for whoever must understand a failure."""
        seen = [
            f"{entry.at:.3f} {entry.name}: {'overwritten' if entry.content is None else entry.rows()}"
            for entry in self._observer.appearances()
        ]
        return [*seen, *self._program.log_tail(200).splitlines()]


def _story(told: Told) -> str:
    timeline = [f"{entry['at']} {entry['state']}: {entry['message']}" for entry in told.status.get("timeline", [])]
    return f"refund {told.id} of round {told.round}: " + " | ".join(timeline)


@contextmanager
def opened(server: Server, number: int, folder: Path, proxy: Proxy | None) -> Iterator[Shop]:
    """A new shop: everything of it is on two small disks of its own."""
    with ExitStack() as stack:
        site_disk = stack.enter_context(mounted(server.root / f"seller-{number}"))
        own_disk = stack.enter_context(mounted(folder / f"computer-{number}", OWN_DISK))
        shop, taken = site_disk.folder / "shop", site_disk.folder / "taken"
        for made in (shop, taken, shop / "JetRefunds", shop / "JetRefunds/Acks"):
            made.mkdir()
            os.chown(made, server.owner, server.owner)
        observer = stack.enter_context(Observer(shop, taken, server.owner))
        address = _address(server, shop, proxy)
        program = stack.enter_context(Program(own_disk.folder / "data", address, server.password))
        rival = Program(own_disk.folder / "rival", address, server.password)
        stack.callback(rival.stop)
        yield Shop(server, site_disk, own_disk, observer, program, rival, proxy)


def _address(server: Server, shop: Path, proxy: Proxy | None) -> SiteAddress:
    address = SiteAddress.parse(server.url, server.tls, server.fingerprint)
    if proxy is None:
        return replace(address, path=str(shop))
    return replace(address, host=HOST, port=proxy.port, path=f"/{shop.relative_to(server.root)}")
