"""The commands on the seller's site."""

from __future__ import annotations

from pathlib import Path

import click

from jet_refunds import app, settings
from jet_refunds.cli import output
from jet_refunds.cli.options import data_dir_option, json_option, logged, password_of, site_password, tell
from jet_refunds.cli.serve_ftp import serve
from jet_refunds.domain.site_address import TLS, SiteAddress
from jet_refunds.ledger import Ledger
from jet_refunds.site.seller_site import SellerSite


@click.group()
def site() -> None:
    """The seller's site: FTP, FTPS, SFTP or a folder."""


def _seller_site(data_dir: Path) -> SellerSite:
    return app.seller_site(settings.load(data_dir), Ledger.in_folder(data_dir), site_password())


@site.command("set")
@click.argument("url", metavar="ftp://USER@HOST:PORT/PATH")
@click.option("--tls", type=click.Choice(TLS), default="auto", show_default=True, help="Encrypt ftp:// connections.")
@click.option("--fingerprint", help="Of the site's certificate or SSH key, as whoever runs the site told you.")
@data_dir_option
def site_set(data_dir: Path, url: str, tls: str, fingerprint: str | None) -> None:
    """Say where the site is: ftp://, ftps:// or sftp://USER@HOST:PORT/PATH, or file:///FOLDER.

    The password is asked for, or read from standard input, and goes to the keychain. A folder needs none.
    """
    address = SiteAddress.parse(url, tls, fingerprint)
    asked = address.needs_password and site_password() is None
    with logged(data_dir, "site set"):
        _seller_site(data_dir).change(address, password_of(address.user) if asked else None)
    output.say(f"The site is {address.url}. Try it with: jet-refunds site test")


@site.command("trust")
@click.argument("fingerprint")
@data_dir_option
def site_trust(data_dir: Path, fingerprint: str) -> None:
    """Know the site by this fingerprint, after you have compared it with what whoever runs the site says."""
    with logged(data_dir, "site trust"):
        address = _seller_site(data_dir).trust(fingerprint)
    output.say(f"{address.url} is known by {address.fingerprint} from now on.")


@site.command("test")
@json_option
@data_dir_option
def site_test(data_dir: Path, *, as_json: bool) -> None:
    """Try all that a delivery needs."""
    with logged(data_dir, "site test"):
        steps = _seller_site(data_dir).test()
    tell(steps, lambda step: step.step, "FAIL", as_json=as_json)


site.add_command(serve)
