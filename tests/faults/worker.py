"""Rounds against one server, in a process and a network of its own; run as a program by rounds.py.

Prints a JSON line a round when it is over, and one with its verdict when nothing of it can be late any more.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import socket
import struct
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.faults.plan import Plan, draw
from tests.faults.proxy import Proxy
from tests.faults.servers import SERVERS
from tests.faults.shop import Verdict, opened
from tests.sites.servers.certificates import certificate, fingerprint
from tests.sites.servers.server import Server

ROUNDS_A_SHOP = 25
_SIOCSIFFLAGS, _UP = 0x8914, 0x1


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("server")
    parser.add_argument("seed", type=int)
    parser.add_argument("servers", help="all that take part, by which the plans are drawn")
    parser.add_argument("numbers", help="of the rounds, with commas")
    parser.add_argument("--fault", help="only this one")
    chosen = parser.parse_args(arguments)
    loopback()
    servers = chosen.servers.split(",")
    plans = [draw(chosen.seed, int(number), servers, chosen.fault) for number in chosen.numbers.split(",")]
    with tempfile.TemporaryDirectory(prefix="jet-refunds-faults-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # the servers' users may pass
        with standing(chosen.server, folder) as (server, proxy):
            shop = 0
            while plans:
                shop += 1
                plans = plans[visit(server, proxy, folder, shop, plans[:ROUNDS_A_SHOP]) :]


def loopback() -> None:
    """A new network has it, but down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        fcntl.ioctl(asked, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _UP))


@contextmanager
def standing(name: str, folder: Path) -> Iterator[tuple[Server, Proxy | None]]:
    """The server and, before it, the proxy."""
    kind = SERVERS[name]
    both = certificate(folder / "both.pem")
    place = folder / "server"
    place.mkdir()
    with kind.start(place, both) as server:
        if kind.speaks == "file":
            yield server, None
            return
        if kind.speaks == "ftps":
            server = Server(**{**vars(server), "fingerprint": fingerprint(both)})
        port = int(server.url.rpartition(":")[2])
        with Proxy(port, kind.passive, reads=kind.speaks == "ftp") as proxy:
            yield server, proxy


def visit(server: Server, proxy: Proxy | None, folder: Path, number: int, plans: Sequence[Plan]) -> int:
    """Rounds in one shop, until one of them does not end; how many there were."""
    done: list[tuple[Plan, float]] = []
    healthy = True
    with opened(server, number, folder, proxy) as shop:
        for plan in plans:
            start = time.monotonic()
            healthy = shop.round(plan)
            done.append((plan, time.monotonic() - start))
            say({"done": plan.number})
            if not healthy:
                break
        verdicts = shop.verdicts(healthy=healthy)
        if any(verdict.story for verdict in verdicts.values()):
            say({"history": shop.history()})
    for plan, seconds in done:
        report(plan, seconds, verdicts[plan.number])
    return len(done)


def report(plan: Plan, seconds: float, verdict: Verdict) -> None:
    found: dict[str, Any] = {"round": plan.number, "server": plan.server, "fault": plan.name, "seconds": seconds}
    say({**found, **asdict(verdict), **({"plan": plan.document()} if verdict.story else {})})


def say(document: dict[str, Any]) -> None:
    print(json.dumps(document), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
