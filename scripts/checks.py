"""Runs checks beside each other. What each prints is shown whole, when it has ended."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import dataclass

from setup_env import ROOT, Command, environment_variables, say


@dataclass(frozen=True)
class Ended:
    code: int
    output: str
    seconds: float


class Check:
    """A program that may be stopped before it has ended, with all that it has started."""

    def __init__(self, command: Command) -> None:
        self._command = [str(argument) for argument in command]
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self) -> Ended:
        start = time.monotonic()
        with tempfile.TemporaryFile() as output:
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=environment_variables(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            if self._stopped:
                self.stop()
            code = self._process.wait()
            output.seek(0)
            text = output.read().decode("utf-8", "replace")
        return Ended(code, text, time.monotonic() - start)

    def stop(self) -> None:
        self._stopped = True
        if self._process is not None and self._process.poll() is None:
            with suppress(ProcessLookupError):
                _terminate(self._process)


def first_failure(commands: Mapping[str, Command], *, at_once: int) -> str | None:
    """The name of the first check that fails, by which the others are stopped; None when all pass.

    ``commands``: name -> command, in the order in which they are begun. ``at_once``: how many run beside each other.
    """
    checks = {name: Check(command) for name, command in commands.items()}
    with ThreadPoolExecutor(at_once) as beside:
        running = {beside.submit(check.run): name for name, check in checks.items()}
        try:
            for done in as_completed(running):
                _print(running[done], done.result())
                if done.result().code != 0:
                    return running[done]
        finally:
            beside.shutdown(wait=False, cancel_futures=True)
            for check in checks.values():
                check.stop()
    return None


def _terminate(process: subprocess.Popen[bytes]) -> None:
    """With the programs that it has started, where the system knows of groups."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGTERM)
    else:
        process.terminate()


def _print(name: str, ended: Ended) -> None:
    say(name)
    print(ended.output, end="")
    outcome = "passed" if ended.code == 0 else f"FAILED (exit status {ended.code})"
    print(f"    {name}: {outcome} in {ended.seconds:.1f} s", flush=True)
