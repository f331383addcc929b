"""`backup` and `restore`: copies of the ledger, and bringing one back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from jet_refunds import runtime
from jet_refunds.cli import output
from jet_refunds.cli.options import data_dir_option, logged
from jet_refunds.clock import SystemClock
from jet_refunds.errors import JetRefundsError
from jet_refunds.ledger import Ledger, ledger_mark
from jet_refunds.ledger.backup import Backups


@click.command("backup")
@click.argument("target", metavar="[FILE]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@data_dir_option
def back_up(data_dir: Path, target: Path | None) -> None:
    """Copy the ledger now; one a day is made anyway."""
    backups, now = Backups(data_dir), datetime.now().astimezone()
    made = target or data_dir / "backups" / f"ledger-{now:%Y-%m-%dT%H%M%S}.db"
    with logged(data_dir, "backup"):
        backups.make(made)
    output.say(f"The ledger was copied to {made}.")


@click.command()
@click.argument("backup", metavar="[BACKUP]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as-it-is", is_flag=True, help="Go on with the ledger that is there now, or with an empty one.")
@data_dir_option
def restore(data_dir: Path, backup: Path | None, *, as_it_is: bool) -> None:
    """Bring back a copy of the ledger; without one, list them.

    What was sent since the copy was made is asked about, and not sent again.
    """
    backups = Backups(data_dir)
    if backup is None and not as_it_is:
        _tell(backups)
        return
    if backup and as_it_is:
        raise click.UsageError("Either a backup, or --as-it-is.")
    with runtime.only_one(data_dir), logged(data_dir, "restore"):
        if backup:
            found = backup if backup.exists() else data_dir / "backups" / backup
            replaced = backups.restore(found, datetime.now().astimezone())
            output.say(f"The ledger is the one of {found.name} now.")
            if replaced:
                output.say(f"What was there before is {replaced}.")
        ledger_mark.remove(data_dir)
        ledger = Ledger.in_folder(data_dir)
        ledger.flags.share()  # numbers that were given since then are not given again
        ledger.page_sessions.end_all()
        if backup and ledger.pairings.end_all(SystemClock().now()):
            output.say("It may know browsers that were unpaired since. So pair each browser once more.")
        ledger.close()
    output.say("Start Jet Refunds again.")


def _tell(backups: Backups) -> None:
    found = backups.all()
    if not found:
        raise JetRefundsError("There is no backup of this ledger yet.")
    for path in found:
        output.say(path.name)
    output.say(f"Bring one back with: jet-refunds restore {found[-1].name}", is_error=True)
