"""The commands as a person or a program starts them: what they print, and how they end."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jet_refunds import app, schema_validation, settings
from jet_refunds.cli.commands import main
from jet_refunds.web import from_document
from jet_refunds_demo.helper_process import COMMAND
from tests.support import documents as doc

pytestmark = pytest.mark.slow

WIDTH = 80


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def run(*words: str, data_dir: Path | None = None, **environment: str) -> Done:
    """In this process, as most of the tests do it; what the command did not catch is raised."""
    folder = ["--data-dir", str(data_dir)] if data_dir else []
    ours = {name: None for name in os.environ if name.startswith("JET_REFUNDS_")}
    runner = CliRunner(env={**ours, "JET_REFUNDS_SITE_PASSWORD": "orchard", **environment})
    done = runner.invoke(main, [*words, *folder], catch_exceptions=False)
    return Done(done.exit_code, done.stdout, done.stderr)


def run_program(*words: str, data_dir: Path, encoding: str = "utf-8") -> Done:
    """As a process of its own, in a terminal of this encoding."""
    environment = {**os.environ, "JET_REFUNDS_SITE_PASSWORD": "orchard", "PYTHONIOENCODING": encoding}
    command = [*COMMAND, *words, "--data-dir", str(data_dir)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding=encoding, check=False, timeout=60)
    return Done(done.returncode, done.stdout, done.stderr)


def said(done: Done) -> Any:
    assert "Traceback" not in done.stderr, done.stderr
    return json.loads(done.stdout)


def test_the_program_prints_and_ends_as_the_command_does_in_this_process(data_dir: Path) -> None:
    """So the other tests need no process of their own."""
    for words in (("list", "--json"), ("show", "JR-99999")):
        assert run_program(*words, data_dir=data_dir) == run(*words, data_dir=data_dir)


@pytest.fixture(name="data_dir")
def _data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with one refund in it."""
    monkeypatch.setenv("JET_REFUNDS_SITE_PASSWORD", "orchard")
    take(tmp_path / "data", doc.refund())
    return tmp_path / "data"


def take(data_dir: Path, document: dict[str, Any]) -> None:
    helper = app.build(settings.load(data_dir), os.environ.get(settings.PASSWORD_VARIABLE))
    helper.refund_service.take(from_document.refund(document))
    helper.ledger.close()


TITLE = "Lámpara 尺寸"


@pytest.mark.parametrize(("encoding", "shown"), [("cp437", "Lámpara ??"), ("cp1252", "Lámpara ??"), ("utf-8", TITLE)])
def test_a_letter_that_the_terminal_lacks_ends_no_command(tmp_path: Path, encoding: str, shown: str) -> None:
    """A person reads a question mark for it; a program reads the letter itself."""
    take(tmp_path, doc.refund(of=doc.order(doc.item(product_title=TITLE))))
    story = run_program("show", "1", data_dir=tmp_path, encoding=encoding)
    assert (story.returncode, story.stderr) == (0, "")
    assert f"1 x {shown}\n" in story.stdout
    status = said(run_program("show", "1", "--json", data_dir=tmp_path, encoding=encoding))
    assert status["lines"][0]["product_title"] == TITLE
    failed = run_program("show", TITLE, data_dir=tmp_path, encoding=encoding)
    assert (failed.returncode, failed.stderr) == (1, f"jet-refunds: There is no refund {shown}.\n")


def test_a_terminal_of_ascii_ends_no_command(tmp_path: Path) -> None:
    take(tmp_path, doc.refund(of=doc.order(doc.item(product_title=TITLE))))
    command = [*COMMAND, "show", "1", "--data-dir", str(tmp_path)]
    for encoding in ("ascii", "ascii:strict"):
        done = subprocess.run(
            command, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")


def test_list_and_show_print_documents_of_the_schemas(data_dir: Path) -> None:
    page = said(run("list", "--json", data_dir=data_dir))
    assert schema_validation.problems("refund-list", page) == []
    (refund,) = page["refunds"]
    for number in (str(refund["id"]), refund["alt_refund_id"], refund["alt_refund_id"].lower()):
        status = said(run("show", number, "--json", data_dir=data_dir))
        assert schema_validation.problems("refund-status", status) == []
        assert status == refund


@pytest.mark.parametrize("words", [("list",), ("show", "JR-00001"), ("doctor",), ("site", "test"), ("--help",)])
def test_what_a_person_reads_fits_eighty_columns(data_dir: Path, words: tuple[str, ...]) -> None:
    done = run(*words, data_dir=None if words == ("--help",) else data_dir)
    assert "Traceback" not in done.stderr
    assert done.stdout
    assert [line for line in done.stdout.splitlines() if len(line) > WIDTH and " " in line.strip()] == []


def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run("run", "--no-tray", data_dir=tmp_path / "file" / "data")
    assert (done.returncode, done.stdout) == (1, "")
    assert "cannot be written (Not a directory). Make it writable" in done.stderr


def test_the_doctor_names_every_part_and_fails_where_one_is_unwell(data_dir: Path) -> None:
    done = run("doctor", "--json", data_dir=data_dir)
    found = {finding["part"]: finding for finding in said(done)}
    assert set(found) == {"helper", "settings", "ledger", "keychain", "contracts", "log"}
    assert not found["helper"]["ok"]
    assert "jet-refunds" in found["helper"]["message"]
    assert done.returncode == 1


def test_the_site_test_without_a_site_says_what_to_do(data_dir: Path) -> None:
    done = run("site", "test", "--json", data_dir=data_dir)
    (step,) = said(done)
    assert (step["ok"], done.returncode) == (False, 1)
    assert "No FTP site is set yet" in step["message"]


def test_a_pairing_code_for_a_program(data_dir: Path) -> None:
    code = said(run("pair", "--json", data_dir=data_dir))
    assert set(code) == {"code", "expires_at"}
    assert len(code["code"]) == 8


def test_the_data_folder_comes_from_the_command_then_from_before_it_then_from_the_environment(
    data_dir: Path, tmp_path: Path
) -> None:
    empty = str(tmp_path / "empty")
    for words, environment in (
        (("--data-dir", empty, "list", "--json", "--data-dir", str(data_dir)), empty),
        (("--data-dir", str(data_dir), "list", "--json"), empty),
        (("list", "--json"), str(data_dir)),
    ):
        page = said(run(*words, JET_REFUNDS_DATA_DIR=environment))
        assert len(page["refunds"]) == 1, words


@pytest.mark.parametrize(("words", "sentence"), [(("show", "JR-99999"), "no refund"), (("open",), "not running")])
def test_what_cannot_be_done_is_one_sentence(data_dir: Path, words: tuple[str, ...], sentence: str) -> None:
    done = run(*words, data_dir=data_dir)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("jet-refunds: ")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
