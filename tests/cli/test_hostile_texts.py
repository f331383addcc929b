"""Text of others stays text, whichever command shows it: on the terminal, with --json, in the log and in the bundle."""

from __future__ import annotations

import json
import logging
import os
import socketserver
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from click.testing import CliRunner

from jet_refunds import settings
from jet_refunds.cli.commands import main
from jet_refunds.clock import SystemClock
from jet_refunds.errors import SiteRefused
from jet_refunds.event_log import log_file
from jet_refunds.event_log.events import event, failed, fault
from jet_refunds.ledger import Ledger
from jet_refunds.plain_text import plain
from jet_refunds.refund_service import RefundService
from tests.cli.test_commands import Done, run
from tests.support import hostile_history
from tests.support.hostile_history import NOTE, TITLES
from tests.support.hostile_texts import ACTING, HALVES, HOSTILE, LEGIT

pytestmark = pytest.mark.slow

EVERYTHING = {**HOSTILE, **HALVES}
FORGED = "2026-11-27T08:15:02.113Z"
"""An entry of the log begins so."""
log = logging.getLogger("jet_refunds.test")


def acts(text: str) -> list[str]:
    """What is shown and would act; what is not ours and begins a line."""
    return ACTING.findall(text) + [line for line in text.splitlines() if line.startswith(FORGED)]


def shown(*words: str, data_dir: Path) -> Done:
    done = run(*words, data_dir=data_dir)
    assert acts(done.stdout + done.stderr) == []
    return done


@pytest.fixture(scope="module", name="data_dir")
def _data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a day on which everybody was hostile."""
    data_dir = tmp_path_factory.mktemp("data")
    ledger = Ledger.in_folder(data_dir)
    with log_file.writing(data_dir, rotates=False), pytest.MonkeyPatch.context() as patch:
        ours = [handler for handler in logging.root.handlers if isinstance(handler, RotatingFileHandler)]
        patch.setattr(logging.root, "handlers", ours)  # pytest's own could not hand on halves of a letter
        hostile_history.fill(ledger, RefundService(ledger, SystemClock(), settings.load(data_dir), lambda: None))
        for text in EVERYTHING.values():
            event(log, "site opened", site=text, security=text, refunds=[1])
            failed(log, "visit failed", SiteRefused(f"The site said: {text}"))
            fault(log, "courier failed", OSError(f"no such file: {text}"))
            logging.getLogger("library").warning("of a library: %s", text)
    ledger.close()
    return data_dir


def test_what_was_given_is_kept_as_it_was(data_dir: Path) -> None:
    """In the ledger and in the file for the processor: only what is shown is made plain."""
    ledger = Ledger.in_folder(data_dir)
    refund = ledger.refund_views.get(1)
    ledger.close()
    assert [line.product_title for line in refund.lines] == list(TITLES)
    assert {line.notes for line in refund.lines} == {NOTE}
    assert [line.error_message for line in refund.lines] == list(TITLES)


def test_a_refund_s_story_and_the_list_act_on_no_terminal(data_dir: Path) -> None:
    for words in (("list",), ("show", "1"), ("show", "2")):
        assert shown(*words, data_dir=data_dir).returncode == 0
    story = " ".join(shown("show", "1", data_dir=data_dir).stdout.split())
    assert [text for text in LEGIT if plain(text) not in story] == []
    assert "\\u001b]0;owned\\u0007after" in story


def test_json_is_ascii_and_says_what_was_given(data_dir: Path) -> None:
    for words in (("list", "--json"), ("show", "1", "--json"), ("log", "--json"), ("doctor", "--json")):
        lines = shown(*words, data_dir=data_dir).stdout
        assert all(" " <= letter <= "~" for letter in lines.replace("\n", ""))
    status = json.loads(shown("show", "1", "--json", data_dir=data_dir).stdout)
    assert [line["product_title"] for line in status["lines"]] == list(TITLES)


def test_every_entry_of_the_log_is_one_that_we_have_written(data_dir: Path) -> None:
    """Its traceback follows it, moved in; what was given is read again as it was."""
    text = (data_dir / log_file.LOG).read_text(encoding="utf-8")
    assert acts(text) == []
    kept = list(log_file.entries(data_dir))
    assert [entry.fields["site"] for entry in kept if entry.event == "site opened"] == list(EVERYTHING.values())
    assert [e.fields["client"] for e in kept if e.event == "browser paired"] == list(TITLES)
    beginnings = [line for line in text.split("\n") if line and not line.startswith("    ")]
    assert len(beginnings) == len(kept)
    assert "refund accepted" not in {entry.event for entry in kept}


def test_the_log_on_a_terminal(data_dir: Path) -> None:
    assert shown("log", data_dir=data_dir).stdout
    assert shown("log", "--refund", "1", data_dir=data_dir).stdout


def test_a_log_that_somebody_else_has_written_into(tmp_path: Path) -> None:
    line = f"{FORGED} INFO refund held refund=1 client=\x1b]0;owned\x07\n    \x9b31m a traceback\n"
    (tmp_path / log_file.LOG).write_text(line, encoding="utf-8")
    told = run("log", data_dir=tmp_path).stdout
    assert not ACTING.search(told)
    assert "client=\\u001b]0;owned\\u0007\n    \\u009b31m a traceback" in told


def test_doctor_and_bundle(data_dir: Path, tmp_path: Path) -> None:
    shown("doctor", data_dir=data_dir)
    assert shown("doctor", "--bundle", str(tmp_path / "b.zip"), data_dir=data_dir).returncode == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert [name for name in packed.namelist() if acts(packed.read(name).decode())] == []


@pytest.mark.parametrize("number", ["9" * 18, "9" * 19, "9" * 5000, "٣"])
def test_a_number_that_no_refund_has(data_dir: Path, number: str) -> None:
    for words in (("show", number), ("log", "--refund", number)):
        assert shown(*words, data_dir=data_dir).returncode == 1


TYPED = (
    "title bar", "title bar in C1", "another line", "line separator", "overwritten", "DEL", "override", "open isolate",
    "a byte of a file's name",
)  # fmt: skip
"""One of each kind that a system can hand over as a word of a command; tests/unit/test_plain_text.py has them all."""


@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_or_lies_in_a_folder_is_quoted_as_text(tmp_path: Path, name: str) -> None:
    """A pattern of the shell puts names of files on the line, and a link asks to type what it shows."""
    text = EVERYTHING[name]
    for words in (
        ("show", text),
        ("show", f"--{text}"),
        (text,),
        ("restore", text),
        ("run", "--port", text),
        ("list", "--state", text),
        ("site", "set", f"ftp://{text}@host"),
        ("site", "set", f"ftp://user@host/{text}"),
        ("site", "set", "ftp://user@host", "--fingerprint", text),
        ("site", "trust", text),
        ("site", "serve", str(tmp_path), "--user", "u", "--passive", text),
        ("log", "--refund", text),
        ("doctor", "--bundle", f"{tmp_path}/none/{text}.zip"),
    ):
        done = CliRunner().invoke(main, ["--data-dir", str(tmp_path / "data"), *words], input="orchard in May\n")
        assert done.exit_code != 0, words
        assert done.exception is None or isinstance(done.exception, SystemExit), words
        assert acts(done.output) == [], words


def test_a_data_folder_and_backups_with_hostile_names(tmp_path: Path) -> None:
    folder = tmp_path / "d\x1b]0;owned\x07\u202e"
    Ledger.in_folder(folder).close()
    assert shown("backup", data_dir=folder).returncode == 0
    (folder / "backups" / "ledger-\x1b[2J\n2.db").write_bytes(b"")
    for words in (
        ("restore",),
        ("restore", "ledger-\x1b[2J\n2.db"),
        ("doctor",),
        ("log",),
        ("site", "test"),
        ("open",),
    ):
        shown(*words, data_dir=folder)


@pytest.mark.parametrize(
    "line",
    [
        'port = "\\u001b]0;owned\\u0007"',
        '"\\u001b[31m" = 1',
        'alt_refund_prefix = "\\u202e\\u0007"',
        '[site]\nurl = "ftp://\\u001b[2J@host"',
        '[site]\nurl = "ftp://u@\\u202ehost"\ntls = "\\u001b"',
        "x = \x1b]0;owned\x07",
    ],
)
def test_settings_that_somebody_else_has_written(tmp_path: Path, line: str) -> None:
    (tmp_path / settings.CONFIG).write_text(line, encoding="utf-8")
    for words in (
        ("doctor",),
        ("doctor", "--json"),
        ("site", "test"),
        ("run", "--no-tray"),
        ("doctor", "--bundle", f"{tmp_path}/b.zip"),
    ):
        shown(*words, data_dir=tmp_path)
    with zipfile.ZipFile(tmp_path / "b.zip") as packed:
        assert [name for name in packed.namelist() if acts(packed.read(name).decode())] == []


class _HostileServer(socketserver.StreamRequestHandler):
    """Speaks FTP, and each of its answers holds what `text` holds."""

    text = b""

    def handle(self) -> None:
        self.wfile.write(b"220-" + self.text + b"\r\n220 " + self.text + b"\r\n")
        for line in self.rfile:
            signs_in = line.startswith(b"USER")
            self.wfile.write((b"331 " if signs_in else b"530 ") + self.text + b"\r\n")


@contextmanager
def hostile_site(text: bytes) -> Iterator[int]:
    handler = type("Handler", (_HostileServer,), {"text": text})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("name", ["title bar", "another line", "override", "C1 sequence", "line separator"])
def test_a_server_s_words(tmp_path: Path, name: str) -> None:
    """Its greeting, its refusals: in the site test, in its JSON, in the log of it."""
    with hostile_site(HOSTILE[name].encode().replace(b"\n", b"\r")) as port:
        assert run("site", "set", f"ftp://seller@127.0.0.1:{port}", "--tls", "off", data_dir=tmp_path).returncode == 0
        tried = shown("site", "test", data_dir=tmp_path)
        assert "FAIL" in tried.stdout
        shown("site", "test", "--json", data_dir=tmp_path)
    shown("log", data_dir=tmp_path)
    assert acts((tmp_path / log_file.LOG).read_text(encoding="utf-8")) == []


def test_a_defect_s_traceback_is_plain(tmp_path: Path) -> None:
    """Nobody catches it, so Python would print it as it is."""
    program = (
        "from jet_refunds.cli import commands, output\ncommands.app = None\ncommands.main(prog_name='jet-refunds')"
    )
    folder = tmp_path / "d\x1b]0;owned\x07"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}  # \u202e", "run", "--no-tray", "--data-dir", str(folder)],
        env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True, check=False, text=True,
    )  # fmt: skip
    assert done.returncode == 1
    assert "AttributeError" in done.stderr
    assert acts(done.stderr) == []
