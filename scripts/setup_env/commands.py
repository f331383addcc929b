"""Programs are run, and it is said which."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from setup_env.paths import BIN, ROOT, VENV

Command = Sequence[str | Path]


class CannotPrepare(Exception):
    """Something is missing that the script may not install; the message says what to do."""


def say(text: str) -> None:
    print(f"==> {text}", flush=True)


def run(command: Command, *, shown: str | None = None, variables: Mapping[str, str] | None = None) -> None:
    """Runs ``command`` in the project's folder; raises CannotPrepare when it fails.

    ``shown`` is printed in its place, and ``variables`` are its whole environment (else this process's).
    """
    arguments = [str(argument) for argument in command]
    say(shown or shlex.join(arguments))
    if subprocess.run(arguments, cwd=ROOT, env=variables, check=False).returncode != 0:
        raise CannotPrepare(f"This failed: {shlex.join(arguments)}\nIts own message stands above.")


def environment_variables() -> dict[str, str]:
    """This process's environment variables with .venv first, and nothing of another Python in them.

    Bytecode is kept in any case: hundreds of processes of the tests would compile the same modules anew.
    """
    others = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE")
    found = {key: value for key, value in os.environ.items() if key not in others}
    return {**found, "VIRTUAL_ENV": str(VENV), "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def continue_as(command: Command, *, folder: Path) -> int:
    """Runs ``command`` in ``folder`` in place of this script, with its signals and its exit status."""
    arguments = [str(argument) for argument in command]
    sys.stdout.flush()
    os.chdir(folder)
    if os.name != "nt":
        os.execve(arguments[0], arguments, environment_variables())  # noqa: S606  no shell is wanted
    try:
        return subprocess.run(arguments, env=environment_variables(), check=False).returncode
    except KeyboardInterrupt:
        return 130
