"""The commands. Exit status: 0 done, 1 could not be done, 2 wrong use of the command, 3 already running."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click

from jet_refunds import __version__, app, owner_only, runtime, settings
from jet_refunds.cli import output
from jet_refunds.cli.backup import back_up, restore
from jet_refunds.cli.doctor import examine
from jet_refunds.cli.log import log
from jet_refunds.cli.options import FAILED, data_dir_option, json_option, logged, site_password
from jet_refunds.cli.site import site
from jet_refunds.clock import SystemClock, format_time
from jet_refunds.desktop.open_link import open_link
from jet_refunds.desktop.tray import Tray, TrayState
from jet_refunds.domain.refund import State
from jet_refunds.errors import AlreadyRunning, JetRefundsError, TrayUnavailable
from jet_refunds.event_log import log_file
from jet_refunds.ledger import Ledger
from jet_refunds.web import to_document

ALREADY_RUNNING = 3


class Commands(click.Group):
    """Turns our errors into one sentence and an exit status."""

    def main(self, *args: Any, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # a program without a console has none
                stream.reconfigure(errors="replace")  # no letter that the terminal lacks ends a command
        sys.excepthook = output.say_defect
        return super().main(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with output.plain_usage_errors():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            with output.plain_usage_errors():
                return super().invoke(ctx)
        except JetRefundsError as error:
            output.say(f"jet-refunds: {error}", is_error=True)
            ctx.exit(ALREADY_RUNNING if isinstance(error, AlreadyRunning) else FAILED)


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(__version__, prog_name="jet-refunds")
@data_dir_option
@click.pass_context
def main(ctx: click.Context, data_dir: Path) -> None:
    """One-click refunds for Jet orders. Without a command: run in the system tray."""
    ctx.call_on_close(partial(os.umask, os.umask(owner_only.UMASK)))
    ctx.obj = os.environ.pop(settings.PASSWORD_VARIABLE, None)  # no program that we start is to have it
    if ctx.obj is not None:
        ctx.call_on_close(partial(os.environ.__setitem__, settings.PASSWORD_VARIABLE, ctx.obj))
    if ctx.invoked_subcommand is None:
        _run(data_dir, port=None, tray=True)


@main.command()
@click.option("--tray/--no-tray", default=True, help="Show an icon in the system tray.")
@click.option("--port", type=click.IntRange(0, 65535), help="Listen here; 0 takes a free port.")
@data_dir_option
def run(data_dir: Path, port: int | None, *, tray: bool) -> None:
    """Take refunds and deliver them until stopped."""
    _run(data_dir, port, tray=tray)


def _run(data_dir: Path, port: int | None, *, tray: bool) -> None:
    try:
        with runtime.only_one(data_dir), log_file.writing(data_dir, rotates=True):
            helper = app.build(settings.load(data_dir, port=port), site_password())
            with runtime.serving(helper) as address:
                _stay(helper, address, tray=tray)
    except AlreadyRunning:
        address_now = runtime.running_at(data_dir)
        if address_now is None or not tray:
            raise
        output.say(f"Jet Refunds is already running at {address_now}. Its page opens.")
        _open_page(data_dir, address_now)


def _stay(helper: app.Helper, address: str, *, tray: bool) -> None:
    """Until a signal, or Quit in the tray."""
    over = threading.Event()
    icon = _tray(helper, address) if tray else None

    def leave(*_: object) -> None:
        over.set()
        if icon:
            icon.stop()

    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)
    output.say(f"listening on {address}")
    if icon:
        try:
            icon.run()
        except TrayUnavailable as error:
            output.say(f"{error} Jet Refunds goes on without it; `jet-refunds open` shows its page.", is_error=True)
        else:
            return
    while not over.wait(1.0):  # a wait without end would not see Ctrl-C on Windows
        pass


def _tray(helper: app.Helper, address: str) -> Tray:
    def page(fragment: str = "") -> Callable[[], None]:
        return lambda: _show(runtime.open_link(address, helper.ledger, helper.clock) + fragment)

    def state() -> TrayState:
        overall = helper.health.overall()
        return TrayState(overall.mood, overall.summary, paused=helper.courier.paused)

    def pause() -> None:
        helper.courier.pause(on=not helper.courier.paused)

    return Tray(state, page(), page("#pair"), lambda: None, pause=pause, send_now=helper.courier.hurry)


def _show(link: str) -> None:
    if not open_link(link):
        output.say(f"Open this in your browser: {link}")


def _open_page(data_dir: Path, address: str) -> None:
    with logged(data_dir, "open"):
        _show(runtime.open_link(address, _ledger(data_dir), SystemClock()))


@main.command("open")
@click.option("--print", "only_print", is_flag=True, help="Print the one-time link instead of opening it.")
@data_dir_option
def open_page(data_dir: Path, *, only_print: bool) -> None:
    """Open the page of the helper that runs."""
    address = runtime.running_at(data_dir)
    if address is None:
        _fail("Jet Refunds is not running. Start it with: jet-refunds")
    if only_print:
        with logged(data_dir, "open"):
            output.say(runtime.open_link(address, _ledger(data_dir), SystemClock()))
    else:
        _open_page(data_dir, address)


@main.command()
@json_option
@data_dir_option
def pair(data_dir: Path, *, as_json: bool) -> None:
    """Show a code that pairs one browser."""
    with logged(data_dir, "pair"):
        code = _ledger(data_dir).pairings.new_code(SystemClock().now())
    if as_json:
        output.say_json({"code": code.text, "expires_at": format_time(code.expires_at)})
    else:
        output.say(f"{code.text[:4]}-{code.text[4:]}")
        output.say("Enter this code in the extension's options within five minutes.")


@main.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only those in this state.")
@click.option("--after", type=int, help="The next page: refunds below this id.")
@json_option
@data_dir_option
def list_refunds(data_dir: Path, state: str | None, after: int | None, *, as_json: bool) -> None:
    """The last refunds, newest first."""
    page = _ledger(data_dir).refund_views.page(state=State(state) if state else None, after=after)
    if as_json:
        output.say_json(to_document.refund_list(page))
    else:
        output.say_lines(output.table(page))


@main.command()
@click.argument("number", metavar="ID")
@json_option
@data_dir_option
def show(data_dir: Path, number: str, *, as_json: bool) -> None:
    """One refund with its timeline, by id or alt_refund_id."""
    refund = _ledger(data_dir).refund_views.find(number)
    if as_json:
        output.say_json(to_document.refund_status(refund))
    else:
        output.say_lines(output.story(refund))


main.add_command(back_up)
main.add_command(examine)
main.add_command(log)
main.add_command(restore)
main.add_command(site)


def _ledger(data_dir: Path) -> Ledger:
    return Ledger.in_folder(data_dir)


def _fail(message: str) -> NoReturn:
    raise JetRefundsError(message)
