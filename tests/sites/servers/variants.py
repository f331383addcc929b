"""pyftpdlib's server with a few things done another way, and a site that is open on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.interfaces import Site
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers.opening import open_at
from tests.sites.servers.pyftpdlib import Plain


def variant(**overrides: Any) -> Any:
    """A server that differs in these: methods by pyftpdlib's names, or what it knows."""
    return type("Variant", (Plain,), overrides)


def without(*commands: str) -> dict[str, Any]:
    return {"proto_cmds": {name: value for name, value in Plain.proto_cmds.items() if name not in commands}}


@contextmanager
def serving(folder: Path, handler: Any) -> Iterator[tuple[Site, FtpSite]]:
    with (
        FtpSite(folder, handler=handler) as server,
        open_at(SiteAddress.parse(server.url), server.password) as site,
    ):
        yield site, server
