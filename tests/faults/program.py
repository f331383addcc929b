"""The real helper, as a process that dies and comes back, and its API as the extension uses it."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import urllib.error
from pathlib import Path
from typing import IO, Any

from jet_refunds import settings
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds_demo.helper_process import READY, HelperFailed, HelperProcess
from tests.faults.stepped_helper import CLOCK_STEP
from tests.support.http import Browser

CONFIG = "undo_seconds = 0\nretry_seconds_max = 1\nminutes_ahead = 100000\nwitness_seconds = 8\n"
UNREACHED = (urllib.error.URLError, http.client.HTTPException, OSError)


class Program(HelperProcess):
    """Its site is written into config.toml once, so that a start is a start and nothing else."""

    def __init__(self, data_dir: Path, address: SiteAddress, password: str) -> None:
        super().__init__(data_dir, address.url, password)
        data_dir.mkdir()
        (data_dir / settings.CONFIG).write_text(CONFIG)
        settings.save_site(data_dir, address)
        self._killing = threading.Lock()
        self._clock = data_dir / "clock-step"
        self._environment[CLOCK_STEP] = str(self._clock)

    def start(self, seconds: float = 30) -> None:
        line = self._launched("a", seconds)
        if line.startswith(READY):
            self.address = line.removeprefix(READY).strip()
        elif not self.address:
            raise HelperFailed(self.log_tail())

    def set_clock(self, seconds: float) -> None:
        """Somebody sets the computer's clock so far wrong, now."""
        part = self._clock.with_suffix(".part")
        part.write_text(str(seconds))
        part.replace(self._clock)

    def _started(self, arguments: list[str], errors: IO[str]) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.faults.stepped_helper", *arguments],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        )

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def die(self, _what: str = "") -> None:
        """kill -9, from any thread."""
        with self._killing:
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()


class Client:
    """A paired browser."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._browser = Browser(program)

    def ask(self, method: str, path: str, document: object = None) -> tuple[int, Any] | None:
        """(status, document); None when there was no answer, or when it says that it cannot now."""
        self._browser.moved(self._program)
        try:
            status, answer = self._browser.ask(method, path, document)
        except UNREACHED:
            return None
        return None if status >= 500 else (status, answer)

    def refund(self, document: dict[str, Any]) -> int | None:
        """The id of the refund, once it is acknowledged."""
        answered = self.ask("POST", "/v1/refunds", document)
        if answered is None:
            return None
        status, found = answered
        assert status in (200, 201), found
        return int(found["id"])

    def status(self, refund_id: int) -> dict[str, Any] | None:
        answered = self.ask("GET", f"/v1/refunds/{refund_id}")
        if answered is None:
            return None
        assert answered[0] == 200, answered
        return dict(answered[1])
