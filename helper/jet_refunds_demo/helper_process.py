"""The real helper, as the program that a seller runs: started, told where the site is, asked, and ended.

Known here are its commands and nothing of its code.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import IO, Any, Literal, Protocol, Self

COMMAND = (sys.executable, "-m", "jet_refunds")
READY = "listening on "


class HelperFailed(Exception):
    """The helper did not do what it was told; the message has its own words."""


class Program(Protocol):
    """A program that was started; subprocess.Popen is one."""

    @property
    def pid(self) -> int: ...
    @property
    def stdout(self) -> IO[str] | None: ...
    def poll(self) -> int | None: ...
    def send_signal(self, sig: int) -> None: ...
    def terminate(self) -> None: ...
    def kill(self) -> None: ...
    def wait(self, timeout: float | None = None) -> int:
        """``timeout``: seconds. Raises subprocess.TimeoutExpired."""


class HelperProcess:
    """``jet-refunds run --no-tray`` with its data in ``data_dir`` and the site's ``password`` handed to it.

    ``site_url`` is set at every start; None: it is set already. ``port`` 0 is any free one; a later start listens on
    the port of the first, where the browser looks for it.
    """

    def __init__(self, data_dir: Path, site_url: str | None, password: str, port: int = 0) -> None:
        self.data_dir = data_dir
        self.address = ""
        self.port = port
        self._environment = {**os.environ, "JET_REFUNDS_SITE_PASSWORD": password, "PYTHONUNBUFFERED": "1"}
        self._site_url = site_url
        self._errors = data_dir.with_name(f"{data_dir.name}-errors.txt")
        self._process: Program | None = None

    def tell(self, *arguments: str) -> str:
        """Runs one command of the helper and returns what it prints."""
        done = subprocess.run(  # noqa: S603  our own program
            [*COMMAND, *arguments, "--data-dir", str(self.data_dir)],
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode != 0:
            raise HelperFailed(f"jet-refunds {' '.join(arguments)}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout

    def ask(self, *arguments: str) -> Any:
        """The same with --json, read."""
        return json.loads(self.tell(*arguments, "--json"))

    def start(self, seconds: float = 30) -> None:
        """Starts the helper, and returns when it serves, at most ``seconds`` later. Raises HelperFailed."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if self._site_url is not None:
            self.tell("site", "set", self._site_url, "--tls", "off")
        line = self._launched("w", seconds)
        if not line.startswith(READY):
            self.stop()
            raise HelperFailed(f"The helper did not start within {seconds:.0f} seconds. {line.strip()}")
        self.address = line.removeprefix(READY).strip()
        self.port = int(self.address.rpartition(":")[2])

    def _launched(self, errors_mode: Literal["w", "a"], seconds: float) -> str:
        """Starts the program; the first line that it prints, or nothing."""
        arguments = ["run", "--no-tray", "--port", str(self.port), "--data-dir", str(self.data_dir)]
        with self._errors.open(errors_mode, encoding="utf-8") as errors:
            self._process = self._started(arguments, errors)
        return self._first_line(self._process, seconds)

    def _started(self, arguments: list[str], errors: IO[str]) -> Program:
        return subprocess.Popen(  # noqa: S603  our own program
            [*COMMAND, *arguments],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        )

    def _first_line(self, process: Program, seconds: float) -> str:
        """Waits in a thread of its own, since a pipe cannot be waited for on every system; then empties the pipe."""
        lines: Queue[str] = Queue()

        def read() -> None:
            if process.stdout is not None:
                with process.stdout as output:
                    for line in output:
                        lines.put(line)
            lines.put("")

        threading.Thread(target=read, name="helper-output", daemon=True).start()
        try:
            return lines.get(timeout=seconds)
        except Empty:
            return ""

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """As a power cut would: nothing is finished, nothing is tidied up."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """As a computer that is busy: who asks gets no answer before the end. POSIX only."""
        if self._process is None:
            raise HelperFailed("The helper does not run.")
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def log_tail(self, lines: int = 30) -> str:
        """The last lines of what it wrote to its log and its error output."""
        files = [self._errors, *sorted(self.data_dir.rglob("*.log"))]
        found = [line for file in files if file.is_file() for line in file.read_text("utf-8", "replace").splitlines()]
        return "\n".join(found[-lines:])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()
