"""The command `site serve`: an FTP site for a seller who has none."""

from __future__ import annotations

import re
import signal
import threading
from pathlib import Path

import click

from jet_refunds.cli import output
from jet_refunds.cli.options import data_dir_option, password_of
from jet_refunds.domain.site_address import TLS
from jet_refunds.errors import BadSettings
from jet_refunds.ftp_server.account import Account

_RANGE = re.compile(r"(\d{1,5})-(\d{1,5})", re.ASCII)


@click.command("serve")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--user", required=True, help="Who may sign in.")
@click.option("--new-password", is_flag=True, help="Ask for the password again.")
@click.option("--host", default="", help="Listen on this address only.")
@click.option("--port", type=click.IntRange(0, 65535), default=2121, show_default=True, help="0 takes a free port.")
@click.option("--passive", metavar="A-B", help="The ports of transfers; let them in at the firewall, too.")
@click.option("--public-address", metavar="IP", help="What the world calls this computer, behind a router.")
@click.option("--certificate", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="PEM, with its key.")
@click.option("--tls", type=click.Choice(TLS), default="required", show_default=True, help="Encrypt connections.")
@click.option("--max-connections", type=click.IntRange(1, 1000), default=20, show_default=True)
@data_dir_option
def serve(
    data_dir: Path, folder: Path, user: str, host: str, port: int, passive: str | None, public_address: str | None,
    certificate: Path | None, tls: str, max_connections: int, *, new_password: bool,
) -> None:  # fmt: skip
    """Be the FTP site yourself: serve DIR until stopped. The password is asked for once; only its hash is kept."""
    # the library of the FTP server is loaded by whoever serves: it would make every other command's start longer
    from jet_refunds.ftp_server import certificate as certificates
    from jet_refunds.ftp_server import log_file
    from jet_refunds.ftp_server.plan import Plan
    from jet_refunds.ftp_server.server import SiteServer

    account = _account(data_dir, user, new_password=new_password)
    encrypted = None if tls == "off" else certificate or certificates.own(data_dir)
    known = certificates.fingerprint(encrypted) if encrypted else None
    plan = Plan(
        folder.resolve(), account, encrypted, tls == "required", host, port, _ports(passive), public_address,
        max_connections,
    )  # fmt: skip
    server = SiteServer(plan)
    log_file.write_to(data_dir)
    over = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: over.set())
    output.say(f"serving {plan.folder} to {user} on port {server.port}")
    if known:
        output.say(f"the fingerprint of the certificate is {known}")
    else:
        output.say("nothing is encrypted: who listens on the way can read the password", is_error=True)
    server.run(over)
    output.say("the site is closed")


def _account(data_dir: Path, user: str, *, new_password: bool) -> Account:
    kept = Account.kept(data_dir)
    if kept and kept.user == user and not new_password:
        return kept
    account = Account.of(user, password_of(user))
    account.keep(data_dir)
    return account


def _ports(text: str | None) -> range | None:
    if text is None:
        return None
    found = _RANGE.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if not 1024 <= first <= last <= 65535:
        raise BadSettings(f"--passive is {text!r}: write two ports from 1024 to 65535, such as 50000-50019.")
    return range(first, last + 1)
