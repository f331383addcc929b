"""One server of each kind for the whole run, one folder on it for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from jet_refunds.interfaces import Site
from tests.sites.servers import folder, openssh, proftpd, pure_ftpd, pyftpdlib, vsftpd
from tests.sites.servers.certificates import certificate
from tests.sites.servers.moods import Moods
from tests.sites.servers.opening import opened
from tests.sites.servers.server import Place, Server
from tests.support import documents as doc
from tests.support.house import House

SERVERS: dict[str, Callable[[Path, Path], AbstractContextManager[Server]]] = {
    "pyftpdlib": pyftpdlib.plain,
    "pyftpdlib-tls": pyftpdlib.with_explicit_tls,
    "pyftpdlib-implicit-tls": pyftpdlib.with_implicit_tls,
    "vsftpd": vsftpd.serving,
    "proftpd": proftpd.serving,
    "pure-ftpd": pure_ftpd.serving,
    "openssh": openssh.serving,
    "folder": folder.serving,
}


@pytest.fixture(scope="session", name="certificate")
def _certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certificate(tmp_path_factory.mktemp("certificate") / "both.pem")


@pytest.fixture(scope="session", name="servers")
def _servers(tmp_path_factory: pytest.TempPathFactory, certificate: Path) -> Iterator[Callable[[str], Server]]:
    """By name; each is started when it is first asked for."""
    started: dict[str, Server] = {}
    with ExitStack() as stack:

        def get(name: str) -> Server:
            if name not in started:
                folder = tmp_path_factory.mktemp(name)
                _let_in(folder)
                started[name] = stack.enter_context(SERVERS[name](folder, certificate))
            return started[name]

        yield get


def _let_in(folder: Path) -> None:
    """The servers' users may pass: pytest's folders are for root alone."""
    for place in (folder, *folder.parents):
        if place.stat().st_uid == 0 and place.name.startswith("pytest-"):
            place.chmod(0o755)
    folder.chmod(0o755)


@pytest.fixture(autouse=True)
def _trusting(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a known authority had signed the servers' certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture(name="server", params=SERVERS)
def _server(request: pytest.FixtureRequest, servers: Callable[[str], Server]) -> Server:
    return servers(request.param)


@pytest.fixture(name="place")
def _place(server: Server) -> Place:
    return server.place()


@pytest.fixture(name="site")
def _site(place: Place) -> Iterator[Site]:
    with opened(place) as site:
        yield site


@pytest.fixture(name="moods")
def _moods(house: House) -> Moods:
    """The moods of the house's site, which is known: one refund was delivered."""
    house.send(doc.of_order(99))
    house.courier.tick()
    house.clock.forward(60)
    return Moods().at(house)
