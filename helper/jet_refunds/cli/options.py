"""What several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol, TypeVar

import click

from jet_refunds import owner_only, settings
from jet_refunds.cli import output
from jet_refunds.errors import JetRefundsError
from jet_refunds.event_log import log_file
from jet_refunds.event_log.events import acting

FAILED = 1


def _data_dir(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path:
    """The command's own, else the one given before the command, else the environment's or the system's."""
    data_dir = Path(value or ctx.find_root().params.get("data_dir") or settings.default_data_dir())
    if ctx.parent is None or value:
        for path in owner_only.mend(data_dir):
            said = f"Other users of this computer can read {path}. Move it to a disk that keeps them out."
            output.say(said, is_error=True)
    return data_dir


data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_data_dir,
    help=f"Where the ledger and the settings lie (or {settings.DATA_DIR_VARIABLE}).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


def site_password() -> str | None:
    """What JET_REFUNDS_SITE_PASSWORD gave; cli/commands.py has taken it out of the environment."""
    given: str | None = click.get_current_context().find_root().obj
    return given


@contextmanager
def logged(data_dir: Path, command: str) -> Iterator[None]:
    """What is done within the block goes into the helper's log, as this command's doing."""
    with log_file.writing(data_dir, rotates=False), acting(by="command", command=command):
        yield


class Check(Protocol):
    """A part that was looked at, or a step that was tried."""

    @property
    def ok(self) -> bool: ...

    @property
    def message(self) -> str: ...

    def document(self) -> Mapping[str, object]: ...


_Check = TypeVar("_Check", bound=Check)


def tell(checks: Sequence[_Check], name: Callable[[_Check], str], bad: str, *, as_json: bool) -> None:
    """Print what was checked, and end with FAILED where not all is well; `bad` marks what is not."""
    if as_json:
        output.say_json([check.document() for check in checks])
    else:
        for check in checks:
            output.say_lines(output.finding("ok" if check.ok else bad, name(check), check.message))
    if not all(check.ok for check in checks):
        sys.exit(FAILED)


def password_of(user: str) -> str:
    """Asked for where somebody sits, else read from standard input."""
    if sys.stdin.isatty():
        return output.ask_secretly(f"Password of {user}")
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise JetRefundsError("No password came on standard input.")
    return password
