"""A control connection of FTP in the clear: knows the commands and their replies, and breaks off at any of them."""

from __future__ import annotations

import asyncio
import re
from pathlib import PurePosixPath

from tests.faults.fault import COMMANDS, Fault
from tests.faults.proxy import HOST, Link, both

LISTINGS = ("NLST", "LIST", "MLSD")
TRANSFERS = (*LISTINGS, "RETR", "STOR")
CARRIED_OUT = 1.0
"""Seconds that a server has for a late command."""
_PASSIVE = re.compile(rb"\((\d+,\d+,\d+,\d+)(,\d+,\d+)\)")


class FtpTalk:
    """Lock step: the client waits for each reply before its next command."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._losing: Fault | None = None
        self._renames = ""

    async def run(self) -> None:
        await both(self._commands(), self._replies())

    # -- from the client

    async def _commands(self) -> None:
        while line := await self._link.client_reader.readline():
            verb, _, argument = line.decode("latin-1").rstrip("\r\n").partition(" ")
            await self._command(verb.upper(), argument, line)
        if not self._link.server_writer.is_closing():
            self._link.server_writer.write_eof()

    async def _command(self, verb: str, argument: str, line: bytes) -> None:
        proxy = self._link.proxy
        if verb == "RNFR":
            self._renames = argument
        refusal = self._lie(verb, argument)
        if refusal:
            await self._answer(refusal)
            return
        if verb in TRANSFERS:
            proxy.hides_listing = False
        hiding = proxy.due("empty listing")
        if hiding and verb in LISTINGS:
            hiding.fire()
            proxy.hides_listing = True
        stranger = proxy.due("stranger")
        if stranger and verb == "STOR":
            stranger.fire(argument)
        fault = proxy.due(*COMMANDS)
        if fault is not None and fault.verb in ("", verb) and fault.counts():
            await self._strike(fault, argument, line)
        else:
            await self._link.pass_on(line, up=True)

    def _lie(self, verb: str, argument: str) -> str | None:
        proxy = self._link.proxy
        no_size, no_crossing = proxy.due("no size"), proxy.due("no crossing")
        if no_size and verb == "SIZE":
            no_size.fire()
            return "500 SIZE not understood."
        if no_crossing and verb == "RNTO" and _folder(argument) != _folder(self._renames):
            no_crossing.fire()
            return "550 Rename across folders is not allowed."
        return None

    async def _strike(self, fault: Fault, argument: str, line: bytes) -> None:
        link = self._link
        match fault.kind:
            case "reply lost":
                self._losing = fault
                await link.pass_on(line, up=True)
                return
            case "watched":
                fault.fire()
                await link.pass_on(line, up=True)
                return
            case "busy":
                fault.fire()
                await self._answer("450 Busy, try again later.")
                return
            case "closing":
                fault.fire()
                await self._answer("421 Closing the connection.")
            case "cut before" | "janitor":
                fault.fire(argument)
            case "endless reply":
                fault.fire()
                while not link.client_writer.is_closing():
                    await self._answer("200-" + "and so on " * 1000)
            case "cut after":
                await link.pass_on(line, up=True)
                fault.fire()
            case "late":
                fault.fire()
                link.drop_client(abrupt=fault.abrupt)
                await asyncio.sleep(fault.seconds)
                await link.pass_on(line, up=True)
                await asyncio.sleep(CARRIED_OUT)
        await link.hang_up(fault)

    async def _answer(self, text: str) -> None:
        self._link.client_writer.write(f"{text}\r\n".encode())
        await self._link.client_writer.drain()

    # -- from the server

    async def _replies(self) -> None:
        first = b""
        while line := await self._link.server_reader.readline():
            first = first or line[:3]
            ends = line[:3] == first and line[3:4] == b" "
            if ends and self._losing is not None and not first.startswith(b"1"):
                self._losing.fire()
                await self._link.hang_up(self._losing)
            if not self._link.client_writer.is_closing():
                await self._link.pass_on(_announced(line), up=False)
            if ends:
                first = b""
        if not self._link.client_writer.is_closing():
            self._link.client_writer.write_eof()


def _announced(line: bytes) -> bytes:
    """The server's own address in a reply to PASV becomes ours; EPSV names a port only."""
    if not line.startswith(b"227"):
        return line
    return _PASSIVE.sub(rb"(" + HOST.replace(".", ",").encode() + rb"\2)", line)


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)
