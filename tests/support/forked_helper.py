"""The helper as a process of its own, forked from one that has imported it: the imports take longer than the start."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO

from jet_refunds import settings
from jet_refunds.cli.commands import main
from jet_refunds.delivery import ack_collector
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds_demo.ftp_site import FtpSite
from jet_refunds_demo.helper_process import HelperProcess, Program

SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload([__name__, "jet_refunds.ledger.schema_upgrade"])
FIRST_LOOK = 0.15
"""Seconds from a file to the first look for its answer: less than a seller's helper waits, and else as there."""


class ForkedHelper(HelperProcess):
    """On ``site``; what it is told and asked runs as commands. Started as a program it is in tests/faults."""

    def __init__(self, data_dir: Path, site: FtpSite, port: int = 0) -> None:
        settings.save_site(data_dir, SiteAddress.parse(site.url, "off"))
        super().__init__(data_dir, None, site.password, port)

    def _started(self, arguments: list[str], errors: IO[str]) -> Program:
        return _Forked(arguments, self._environment, errors)


class _Forked:
    """As subprocess.Popen."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], errors: IO[str]) -> None:
        ours, its = SERVER.Pipe(duplex=False)
        with ours, its:
            self._process = SERVER.Process(
                target=_run, args=(arguments, dict(environment), its, errors.name), daemon=True
            )
            self._process.start()
            self.stdout: IO[str] | None = os.fdopen(os.dup(ours.fileno()), encoding="utf-8")
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, sig: int) -> None:
        os.kill(self.pid, sig)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired("jet-refunds", timeout or 0)
        return code


def _run(arguments: list[str], environment: dict[str, str], output: Connection, errors: str) -> None:
    """In the new process, as in one that a shell has started."""
    os.environ.clear()
    os.environ.update(environment)
    os.dup2(output.fileno(), 1)
    os.dup2(os.open(errors, os.O_WRONLY | os.O_APPEND), 2)
    sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False, encoding="utf-8") for number in (1, 2))
    ack_collector.FIRST_LOOK = FIRST_LOOK
    main(arguments, prog_name="jet-refunds")
