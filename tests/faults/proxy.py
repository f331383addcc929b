"""Stands between the helper and a real server, on another loopback address, and breaks what it is told to.

FTP's data connections go to ports that the server chooses from a known range; the proxy listens on all of them. So it
needs no look into the control connection: it takes the same ports, and TLS with its session reuse passes through whole.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterable
from typing import Any, Protocol, Self

from tests.faults.fault import Fault

HOST = "127.0.0.2"
"""Where the helper believes the server to be."""
SERVER = "127.0.0.1"
BLOCK = 64 * 1024
GRACE = 0.2
"""Seconds that a server has to read a command whose sender is gone."""


class Talk(Protocol):
    """How a control connection is passed on; ftp_talk.py reads it, Bytes does not."""

    async def run(self) -> None: ...


class Proxy:
    """`reads`: the control connection is FTP in the clear. `passive`: the server's ports for data connections."""

    port = 0
    """Where it takes control connections."""

    def __init__(self, server_port: int, passive: Iterable[int] = (), *, reads: bool = False) -> None:
        self._server_port, self._passive, self._reads = server_port, tuple(passive), reads
        self._faults: tuple[Fault, ...] = ()
        self.hides_listing = False
        """What the server sends on a data connection now is a listing that nobody shall see."""
        self._links: set[Link] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)

    # -- told by the round, from its own thread

    def arm(self, *faults: Fault) -> None:
        """These, in this order, each when the one before has struck; those that last strike from the start."""
        self._faults = faults
        if any(fault.kind == "down" for fault in faults):
            self.cut_all()

    def disarm(self) -> None:
        self._faults = ()

    def cut_all(self) -> None:
        self._do(self._cut_all())

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _cut_all(self) -> None:
        for link in list(self._links):
            link.cut(abrupt=True)

    # -- asked by the connections, in the proxy's thread

    def due(self, *kinds: str) -> Fault | None:
        """The fault of one of these kinds that may strike now."""
        for fault in self._faults:
            if fault.is_over:
                continue
            if fault.kind in kinds:
                return fault
            if not fault.lasts:
                return None  # the later ones wait for this one
        return None

    # -- listening

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        self._servers = [await self._listener(0, self._server_port, "control")]
        self.port = self._servers[0].sockets[0].getsockname()[1]
        for port in self._passive:
            self._servers.append(await self._listener(port, port, "data"))

    async def _listener(self, port: int, server_port: int, channel: str) -> asyncio.Server:
        async def taken(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            try:
                await self._carry(server_port, channel, reader, writer)
            except (OSError, asyncio.CancelledError):
                writer.transport.abort()
            finally:
                self._tasks.discard(task)

        return await asyncio.start_server(taken, HOST, port)

    async def _end(self) -> None:
        for server in self._servers:
            server.close()
        await self._cut_all()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, port: int, channel: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        down = self.due("down")
        if down:
            down.fire()
            writer.transport.abort()
            return
        server_reader, server_writer = await asyncio.open_connection(SERVER, port)
        link = Link(self, channel, reader, writer, server_reader, server_writer)
        self._links.add(link)
        try:
            await self._talk(link).run()
        finally:
            link.cut(abrupt=False)
            self._links.discard(link)

    def _talk(self, link: Link) -> Talk:
        from tests.faults.ftp_talk import FtpTalk

        return FtpTalk(link) if self._reads and link.channel == "control" else Bytes(link)


class Link:
    """One connection of the client and its other half to the server. Every byte goes through `pass_on`."""

    def __init__(
        self,
        proxy: Proxy,
        channel: str,
        client_reader: asyncio.StreamReader,
        client_writer: asyncio.StreamWriter,
        server_reader: asyncio.StreamReader,
        server_writer: asyncio.StreamWriter,
    ) -> None:
        self.proxy, self.channel = proxy, channel
        self.client_reader, self.client_writer = client_reader, client_writer
        self.server_reader, self.server_writer = server_reader, server_writer
        self._stalled: Fault | None = None

    def cut(self, *, abrupt: bool) -> None:
        self.drop_client(abrupt=abrupt)
        self.drop_server(abrupt=abrupt)

    def drop_client(self, *, abrupt: bool) -> None:
        _drop(self.client_writer, abrupt)

    def drop_server(self, *, abrupt: bool) -> None:
        _drop(self.server_writer, abrupt)

    async def pass_on(self, data: bytes, *, up: bool) -> None:
        """Write to the other side, unless a fault of bytes strikes. Raises ConnectionError when it cut the link."""
        await self._weather()
        await self._strike(data, up)
        writer = self.server_writer if up else self.client_writer
        writer.write(data)
        await writer.drain()

    async def _weather(self) -> None:
        slow = self.proxy.due("slow")
        if slow:
            slow.fire()
            await asyncio.sleep(slow.seconds)
        if self._stalled:
            await self._silence(self._stalled)

    async def _strike(self, data: bytes, up: bool) -> None:
        fault = self.proxy.due("cut", "late bytes", "stall")
        if fault is None or (fault.channel, fault.up) != (self.channel, up):
            return
        if fault.kind == "cut":
            if fault.counts(len(data)):
                writer = self.server_writer if up else self.client_writer
                writer.write(data[: fault.until_nth(len(data))])
                await writer.drain()
                fault.fire()
                await self.hang_up(fault)
        elif fault.counts():
            fault.fire()
            if fault.kind == "stall":
                self._stalled = fault
                await self._silence(fault)
            self.drop_client(abrupt=fault.abrupt)
            await asyncio.sleep(fault.seconds)
            self.server_writer.write(data)
            await self.hang_up(fault)

    async def hang_up(self, fault: Fault) -> None:
        """Both ways; but what the server was told already, it may still read."""
        self.drop_client(abrupt=fault.abrupt)
        await asyncio.sleep(GRACE)
        self.drop_server(abrupt=fault.abrupt)
        raise ConnectionAbortedError

    async def _silence(self, fault: Fault) -> None:
        """Longer than the client has patience."""
        await asyncio.sleep(fault.seconds)
        await self.hang_up(fault)


class Bytes:
    """Passes on what it cannot read, or need not."""

    def __init__(self, link: Link) -> None:
        self._link = link

    async def run(self) -> None:
        await both(self._pump(up=True), self._pump(up=False))

    async def _pump(self, *, up: bool) -> None:
        link = self._link
        reader, writer = (link.client_reader, link.server_writer) if up else (link.server_reader, link.client_writer)
        swallowed = False
        while data := await reader.read(BLOCK):
            short = link.proxy.due("short upload" if up else "short download") if link.channel == "data" else None
            if swallowed or (link.proxy.hides_listing and link.channel == "data" and not up):
                continue
            if short is not None and short.counts(len(data)):
                short.fire()
                await link.pass_on(data[: short.until_nth(len(data))], up=up)
                writer.write_eof()
                swallowed = True
            else:
                await link.pass_on(data, up=up)
        if writer.can_write_eof() and not writer.is_closing():
            writer.write_eof()


async def both(*directions: Coroutine[Any, Any, None]) -> None:
    """Until both have ended; a broken one ends the other."""
    tasks = [asyncio.ensure_future(direction) for direction in directions]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _drop(writer: asyncio.StreamWriter, abrupt: bool) -> None:
    if abrupt:
        writer.transport.abort()
    else:
        writer.close()
