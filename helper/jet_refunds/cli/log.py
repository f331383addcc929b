"""The command `log`: what was done and what failed, and the story of one refund."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from jet_refunds.cli import output
from jet_refunds.cli.options import data_dir_option, json_option
from jet_refunds.diagnostics.refund_story import RefundStory
from jet_refunds.errors import JetRefundsError
from jet_refunds.event_log import log_file
from jet_refunds.event_log.entry import Entry


@click.command("log")
@click.option("--follow", is_flag=True, help="Go on with what comes, until stopped.")
@click.option("--refund", "number", metavar="ID", help="The story of one refund, by id or alt_refund_id.")
@json_option
@data_dir_option
def log(data_dir: Path, number: str | None, *, follow: bool, as_json: bool) -> None:
    """What was done and what failed, by ids. Times are UTC."""
    if not follow and not log_file.paths(data_dir):
        raise JetRefundsError(f"There is no log in {data_dir} yet: Jet Refunds has not run there.")
    entries: Iterable[Entry] = log_file.follow(data_dir) if follow else log_file.entries(data_dir)
    if number is not None:
        story = RefundStory(number)
        if not story.learn(log_file.entries(data_dir)) and not follow:
            raise JetRefundsError(f"The log says nothing of refund {number}.")
        entries = filter(story.tells, entries)
    for entry in entries:
        if as_json:
            output.say_json(entry.document())
        else:
            output.say_lines(_wrapped(entry))


def _wrapped(entry: Entry) -> str:
    """A traceback stays as it is: its lines are read by their indentation."""
    first, *more = entry.text.split("\n")
    return "\n".join([output.wrapped(first, hanging=4, whole_words=True), *more])
