"""The keychain against a real gnome-keyring on a session bus of its own, and on machines without a safe one."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jet_refunds.credentials.environment import EnvironmentSecrets
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import KeychainUnavailable
from jet_refunds.settings import PASSWORD_VARIABLE

SITE = SiteAddress.parse("ftp://anybody@example.com/shop")
PROGRAM = Path(__file__).with_name("keychain_program.py")
PLAIN_FILE = '''
from keyring.backend import KeyringBackend

class Keyring(KeyringBackend):
    """As keyrings.alt's plain text file: it works, and everybody can read it."""
    priority = 0.5
    kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password
'''


def home(tmp_path: Path, **more: str) -> dict[str, str]:
    """An empty home without a desktop."""
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    kept = {name: value for name, value in os.environ.items() if name not in gone}
    folders = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
    }
    (tmp_path / "data").mkdir()
    return {**kept, **folders, **more}


def asked(env: dict[str, str], *words: str, seconds: float = 5.0, before: str = "") -> list[str]:
    """What the program printed, run on a session bus after the shell words `before` when these are given."""
    command = [sys.executable, str(PROGRAM), str(seconds), *words]
    if before:
        script = f"{before} >/dev/null 2>&1; exec {shlex.join(command)}"
        command = ["dbus-run-session", "--", "sh", "-c", script]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


UNLOCKED = "printf 'open sesame\\n' | gnome-keyring-daemon --unlock --components=secrets"
LOCKED = "gnome-keyring-daemon --start --components=secrets"


def test_a_password_is_kept_read_changed_and_deleted(tmp_path: Path) -> None:
    """The whole port on a keychain that works; deleting what is not there is harmless."""
    words = ["state", "get:site", "set:site:one", "get:site", "set:site:two", "get:site", "get:other", "delete:site"]
    answers = asked(home(tmp_path), *words, "get:site", "delete:site", "state", before=UNLOCKED)
    assert answers == ["None", "None", "kept", "one", "kept", "two", "None", "deleted", "None", "deleted", "None"]


def test_the_probe_leaves_nothing(tmp_path: Path) -> None:
    """Asking for the state keeps something, reads it, and takes it away again."""
    program = shlex.join([sys.executable, str(PROGRAM), "5", "state"])
    script = f"{program} && secret=$(grep -c probe data/keyrings/*.keyring); echo $secret"
    command = [
        "dbus-run-session",
        "--",
        "sh",
        "-c",
        f"{UNLOCKED} >/dev/null 2>&1; cd {shlex.quote(str(tmp_path))}; {script}",
    ]
    done = subprocess.run(command, env=home(tmp_path), capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["None", "0"], done.stderr


def test_a_keychain_that_becomes_locked_says_so_and_recovers(tmp_path: Path) -> None:
    """Nobody unlocks it: each call says what to do, and the state remembers it without asking again."""
    answers = asked(home(tmp_path), "set:site:one", "lock", "get:site", "state", "set:site:two", before=UNLOCKED)
    assert answers[:2] == ["kept", "locked"]
    assert (
        answers[2]
        == "unavailable: The keychain is locked. Unlock it and try again; signing in to the desktop usually does."
    )
    assert answers[3] == answers[2].removeprefix("unavailable: ")
    assert answers[4] == answers[2]


def test_a_keychain_never_unlocked(tmp_path: Path) -> None:
    """A keyring without its first collection, and no window to ask for it (keyring's InitError)."""
    answers = asked(home(tmp_path), "state", "get:site", "set:site:one", before=LOCKED)
    assert answers[0].startswith("The keychain is locked.")
    assert answers[1:] == [f"unavailable: {answers[0]}"] * 2


@pytest.mark.slow
def test_a_window_that_nobody_answers_does_not_hold_the_helper(tmp_path: Path, display: dict[str, str]) -> None:
    """gnome-keyring asks on the screen and waits for a person; each call gives up in its time."""
    env = home(tmp_path, DISPLAY=display["DISPLAY"], NO_AT_BRIDGE="1")
    started = time.monotonic()
    answers = asked(env, "get:site", "get:site", "set:site:one", "state", seconds=1.0, before=LOCKED)
    assert answers[0].startswith("unavailable: The keychain does not answer. It may be asking you")
    assert answers[1:] == [answers[0], answers[0], answers[0].removeprefix("unavailable: ")]
    assert time.monotonic() - started < 10


def test_without_any_keychain(tmp_path: Path) -> None:
    """No backend: refused in words, with what to do, and nothing is written anywhere."""
    answers = asked(home(tmp_path, DBUS_SESSION_BUS_ADDRESS="disabled:"), "state", "get:site", "set:site:geheim")
    assert answers[0].startswith("This computer has no keychain, so there is no safe place for the password.")
    assert PASSWORD_VARIABLE in answers[0]
    assert answers[1:] == [f"unavailable: {answers[0]}"] * 2
    assert not [
        path for path in tmp_path.rglob("*") if path.is_file() and "geheim" in path.read_text("utf-8", "replace")
    ]


@pytest.mark.parametrize("backend", ["keyring.backends.null.Keyring", "plain_file.Keyring"])
def test_a_keychain_that_is_none_is_refused(tmp_path: Path, backend: str) -> None:
    """Python may be told to use one that forgets everything or writes plain text: named, and not used."""
    (tmp_path / "plain_file.py").write_text(PLAIN_FILE, encoding="utf-8")
    env = home(tmp_path, PYTHON_KEYRING_BACKEND=backend, PYTHONPATH=str(tmp_path))
    answers = asked(env, "set:site:one", "get:site", "state")
    assert answers[0].startswith(f"unavailable: The keychain that Python is told to use ({backend.rpartition('.')[0]})")
    assert answers[1:] == [answers[0], answers[0].removeprefix("unavailable: ")]


def test_a_backend_that_does_not_exist_is_said_in_words(tmp_path: Path) -> None:
    """Whatever a backend raises is translated: nobody above has heard of keyring."""
    answers = asked(home(tmp_path, PYTHON_KEYRING_BACKEND="nowhere.Keyring"), "get:site")
    assert answers == [
        "unavailable: The keychain did not work: No module named 'nowhere'. "
        "Try again, or sign out of the desktop and in again."
    ]


class TestEnvironment:
    """Machines that nobody sits at."""

    def test_it_answers_and_keeps_nothing(self) -> None:
        """Changing it is refused in words."""
        secrets = EnvironmentSecrets("open sesame", SITE)
        assert secrets.get(SITE.url) == "open sesame"
        assert secrets.state() is None
        with pytest.raises(KeychainUnavailable, match=f"The password comes from {PASSWORD_VARIABLE}"):
            secrets.set(SITE.url, "other")
        secrets.delete(SITE.url)
        assert secrets.get("ftp://anybody@example.com:21/another/folder") == "open sesame"

    @pytest.mark.parametrize(
        "url",
        [
            "ftp://anybody@example.org:21/",
            "ftp://anybody@example.com:2121/",
            "ftp://somebody@example.com:21/",
            "ftps://anybody@example.com:21/",
            "ftp://anybody@example.com.example.org:21/",
            "",
        ],
    )
    def test_it_goes_to_the_server_alone_that_it_was_given_for(self, url: str) -> None:
        secrets = EnvironmentSecrets("open sesame", SITE)
        with pytest.raises(KeychainUnavailable, match="goes nowhere else"):
            secrets.get(url)
        with pytest.raises(KeychainUnavailable, match="No site was set"):
            EnvironmentSecrets("open sesame", None).get(url)

    def test_empty_is_no_password(self) -> None:
        """An empty variable would sign in without a password."""
        secrets = EnvironmentSecrets("", SITE)
        assert secrets.get(SITE.url) is None
        assert str(secrets.state()).startswith(f"{PASSWORD_VARIABLE} is empty.")
