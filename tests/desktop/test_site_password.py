"""The password's way: from the page into a real gnome-keyring, from there to the FTP site, and nowhere else."""

from __future__ import annotations

import logging
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE

import keyring
import pytest
import secretstorage
from flask.testing import FlaskClient
from jeepney.io.blocking import DBusConnection
from keyring.backends.SecretService import Keyring
from werkzeug.test import TestResponse

from jet_refunds.settings import PASSWORD_VARIABLE
from tests.support.house import House, house

PASSWORD = "open sesame & 100% <geheim>"


@pytest.fixture
def unlocked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A keychain that works, on a session bus of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "keyrings"))
    bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=PIPE, stderr=DEVNULL)
    with bus, _sent_away(bus):
        assert bus.stdout
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.stdout.readline().decode().strip())
        command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        daemon = subprocess.Popen(command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)
        with daemon, _sent_away(daemon):
            assert daemon.stdin
            daemon.stdin.write(b"the login password")
            daemon.stdin.close()
            before = keyring.get_keyring()
            keyring.set_keyring(_when_ready())
            yield
            keyring.set_keyring(before)


@contextmanager
def _sent_away(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()


def _when_ready() -> Keyring:
    end = time.monotonic() + 10
    while not Keyring.viable:
        assert time.monotonic() < end, "gnome-keyring did not start"
        time.sleep(0.05)
    return Keyring()


@pytest.fixture
def home(unlocked: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:  # noqa: ARG001
    """A helper on this keychain, whose site has a password of its own."""
    monkeypatch.delenv(PASSWORD_VARIABLE, raising=False)
    with house(tmp_path) as made:
        made.site.password = PASSWORD
        yield made


def send_form(home: House, client: FlaskClient, password: str, then: str = "test") -> TestResponse:
    if client.get("/").status_code == 401:
        client.get(f"/open/{home.ledger.page_sessions.new_link(home.clock.now())}")
    found = re.search(r'name="csrf" value="(\w+)"', client.get("/").text)
    assert found
    fields = {"csrf": found[1], "url": home.site.url, "tls": "off", "password": password, "then": then}
    answer = client.post("/site", data=fields)
    assert home.helper.site_tests.wait(20)
    return client.get("/") if then == "test" and answer.status_code == 303 else answer


def test_the_password_goes_to_the_keychain_and_nowhere_else(
    home: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not into the page, the ledger, the settings or the log; left empty, the one kept is used."""
    caplog.set_level(logging.DEBUG)
    client = home.client()
    pages = [
        send_form(home, client, ""),
        send_form(home, client, "wrong geheim"),
        send_form(home, client, PASSWORD),
        send_form(home, client, "", "save"),
        send_form(home, client, ""),
        client.get("/"),
    ]
    texts = [page.text for page in pages]
    assert "No password is kept for" in texts[0]
    assert "Your site does not work yet" in texts[1]
    assert "Your site works" in texts[2]
    assert "Your site works" in texts[4]
    assert not [text for text in texts if "geheim" in text]
    files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert {"config.toml", "ledger.db"} <= {path.name for path in files}
    assert not [path for path in files if b"geheim" in path.read_bytes()]
    assert "geheim" not in caplog.text


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A locked keychain makes keyring 25 leave its D-Bus connection to the garbage collector, who complains of it."""
    opened = []
    connect = secretstorage.dbus_init

    def remembered() -> DBusConnection:
        opened.append(connect())
        return opened[-1]

    monkeypatch.setattr(secretstorage, "dbus_init", remembered)
    yield
    for connection in opened:
        connection.close()


@pytest.mark.usefixtures("closed")
def test_a_locked_keychain_is_said_at_the_field(home: House) -> None:
    """Nothing is changed, nothing is written in plain text, and the sentence says what to do."""
    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.get_default_collection(connection).lock()
    answer = send_form(home, home.client(), "geheim")
    assert answer.status_code == 422
    assert "The keychain is locked. Unlock it and try again" in answer.text
    assert re.search(r'<input id="password"[^>]*aria-invalid="true"', answer.text)
    assert "geheim" not in answer.text
