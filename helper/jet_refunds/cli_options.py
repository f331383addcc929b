"""What several commands share."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from jet_refunds import settings
from jet_refunds.errors import JetRefundsError

FAILED = 1


def _data_dir(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path:
    """The command's own, else the one given before the command, else the environment's or the system's."""
    return value or ctx.find_root().params.get("data_dir") or settings.default_data_dir()


data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    callback=_data_dir,
    help=f"Where the ledger and the settings lie (or {settings.DATA_DIR_VARIABLE}).",
)
json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


def password_of(user: str) -> str:
    """Asked for where somebody sits, else read from standard input."""
    if sys.stdin.isatty():
        return str(click.prompt(f"Password of {user}", hide_input=True))
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise JetRefundsError("No password came on standard input.")
    return password
