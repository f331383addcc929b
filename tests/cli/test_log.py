"""The log tells the story of a refund by ids alone: read with `log`, packed with `doctor --bundle`.

One refund goes its whole way through the program that a seller runs; each test looks at what is left of that.
"""

from __future__ import annotations

import json
import os
import stat
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jet_refunds import proofs, settings
from jet_refunds.clock import SystemClock
from jet_refunds.ledger import Ledger
from jet_refunds.refund_service import RefundService
from jet_refunds.web import from_document
from jet_refunds_demo.helper_process import COMMAND, HelperProcess
from jet_refunds_demo.world import World
from tests.cli.test_commands import WIDTH, run
from tests.support import documents as doc
from tests.support.http import Browser

pytestmark = pytest.mark.slow

TITLE, NOTE, BUYER = "Violet umbrella 7", "Mrs Agatha Hollingbourne was unhappy", "Hollingbourne"
STORY = (
    "refund judged",
    "refund held",
    "refund queued",
    "refund prepared",
    "file prepared",
    "attempt begun",
    "upload done",
    "rename done",
    "refund delivered",
    "acknowledgement read",
    "refund accepted",
)


@dataclass
class Told:
    """What a seller's day has left: the data folder, the refund, and what must not be in the log."""

    data_dir: Path
    refund: dict[str, Any]
    secrets: tuple[str, ...]
    bundle: Path


@pytest.fixture(name="told", scope="module")
def _told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    folder = tmp_path_factory.mktemp("told")
    data_dir = folder / "data"
    data_dir.mkdir()
    (data_dir / "config.toml").write_text("undo_seconds = 1\n")
    with World(folder / "world", delay=0.1) as world:
        with HelperProcess(data_dir, world.site.url, world.site.password) as helper:
            browser = Browser(helper)
            link = helper.tell("open", "--print").strip()
            lines = doc.line(1, refund_feedback="other", notes=NOTE, refund_amount=doc.amount("5.00"))
            document = doc.refund(lines, of=doc.order(doc.item(1, product_title=TITLE)))
            assert browser.ask("POST", "/v1/refunds", {**document, "buyer": BUYER})[0] == 422
            status, refund = browser.ask("POST", "/v1/refunds", document)
            assert status == 201, refund
            assert browser.ask("POST", "/v1/refunds", document)[0] == 200
            browser.wait_for("accepted", 1)
            _, refund = browser.ask("GET", f"/v1/refunds/{refund['id']}")
            assert browser.ask("POST", f"/v1/refunds/{refund['id']}/undo")[0] == 409
            other = doc.refund(of=doc.order(doc.item(1, product_title=TITLE), merchant_order_id="cd" * 16))
            browser.ask("POST", "/v1/refunds", other)
            browser.wait_for("accepted", 2)
        key = proofs.text_of(browser.credential.secret)
        secrets = (world.site.password, key, link.rpartition("/")[2], TITLE, NOTE, BUYER)
    with (data_dir / "config.toml").open("a") as config:
        config.write(f'# the password is {secrets[0]}\n\n[mail]\npassword = "{secrets[0]}"\n')
    bundle = folder / "bundle.zip"
    assert run("doctor", "--bundle", str(bundle), data_dir=data_dir).returncode == 0
    return Told(data_dir, refund, secrets, bundle)


def entries(told: Told, *words: str) -> list[dict[str, Any]]:
    done = run("log", "--json", *words, data_dir=told.data_dir)
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_the_story_of_one_refund_is_told_in_order_each_step_once(told: Told) -> None:
    story = entries(told, "--refund", told.refund["alt_refund_id"].lower())
    events = [entry["event"] for entry in story]
    assert [event for event in events if event in STORY] == list(STORY)
    assert story == entries(told, "--refund", str(told.refund["id"]))
    assert [entry["at"] for entry in story] == sorted(entry["at"] for entry in story)


def test_each_step_says_by_which_ids_by_whom_and_how_long(told: Told) -> None:
    step = {entry["event"]: entry for entry in entries(told, "--refund", str(told.refund["id"]))}
    name = told.refund["file"]["name"]
    held, upload, rename, read = (
        step[event] for event in ("refund held", "upload done", "rename done", "acknowledgement read")
    )
    assert {field: told.refund[field] for field in ("request_id", "alt_refund_id", "merchant_order_id")}.items() <= (
        held.items()
    )
    assert held["held_until"] > held["at"]
    assert (held["by"], held["client"], len(held["client_id"])) == ("browser", "test", 8)
    assert step["refund judged"]["blocks"] == []
    assert (upload["file"], upload["attempt"]) == (name, 1)
    assert upload["bytes"] == step["file prepared"]["bytes"] > 0
    assert upload["staged"] == rename["staged"] == step["attempt begun"]["staged"]
    assert all(0 < each["seconds"] < 10 for each in (upload, rename, read))
    assert (read["verdict"], read["rows"], step["refund accepted"]["rows_rejected"]) == ("answered", 1, 0)
    assert step["file prepared"]["refunds"] == [told.refund["id"]]
    refused = [entry["type"] for entry in entries(told) if entry["event"] == "request refused"]
    assert refused == ["not_valid", "not_held"]


def test_what_happened_beside_the_refund_is_told_too(told: Told) -> None:
    kept = entries(told)
    by_event = {entry["event"]: entry for entry in kept}
    assert by_event["site set"]["command"] == "site set"
    assert "orchard" not in by_event["site opened"]["site"]
    assert by_event["site opened"]["security"] == "not encrypted"
    assert by_event["lease taken"]["fencing_token"] == 1
    assert by_event["browser paired"]["client_id"] == by_event["refund held"]["client_id"]
    assert {"helper started", "helper stopped", "lease released", "refund asked again"} <= set(by_event)


def test_the_log_names_neither_buyer_nor_title_note_password_secret_or_link(told: Told) -> None:
    kept = "".join(path.read_text() for path in told.data_dir.glob("helper.log*"))
    assert [secret for secret in told.secrets if secret in kept] == []
    assert stat.S_IMODE((told.data_dir / "helper.log").stat().st_mode) == 0o600


def test_a_person_reads_it_in_eighty_columns(told: Told) -> None:
    for words in ((), ("--refund", "1")):
        lines = run("log", *words, data_dir=told.data_dir).stdout.splitlines()
        assert lines
        assert [line for line in lines if len(line) > WIDTH and " " in line.strip()] == []


@pytest.mark.parametrize(
    ("words", "sentence"), [((), "There is no log in "), (("--refund", "7"), "The log says nothing of refund 7.")]
)
def test_where_nothing_is_told_a_sentence_says_so(
    told: Told, tmp_path: Path, words: tuple[str, ...], sentence: str
) -> None:
    done = run("log", *words, data_dir=told.data_dir if words else tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"jet-refunds: {sentence}")


def test_follow_goes_on_through_a_rotation(tmp_path: Path) -> None:
    log = tmp_path / "helper.log"
    line = "2026-11-27T08:15:0{}.000Z INFO refund held refund={}\n"
    log.write_text(line.format(1, 1))
    command = [*COMMAND, "log", "--follow", "--json", "--data-dir", str(tmp_path)]
    unbuffered = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=unbuffered) as follower:
        try:
            assert follower.stdout is not None
            assert json.loads(follower.stdout.readline())["refund"] == 1
            with log.open("a") as appended:
                appended.write(line.format(2, 2))
            log.rename(tmp_path / "helper.log.1")
            log.write_text(line.format(3, 3) + line.format(4, 4))
            assert [json.loads(follower.stdout.readline())["refund"] for _ in range(3)] == [2, 3, 4]
        finally:
            follower.kill()


# -- the bundle


def test_the_bundle_holds_what_helps_and_no_secret(told: Told) -> None:
    with zipfile.ZipFile(told.bundle) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == {
        "README.txt", "log/helper.log", "config.toml", "versions.json", "doctor.txt", "doctor.json", "ledger.json",
    }  # fmt: skip
    for name, text in texts.items():
        assert [secret for secret in told.secrets if secret in text] == [], name
    assert 'password = "(left out)"' in texts["config.toml"]
    assert "undo_seconds = 1" in texts["config.toml"]
    assert json.loads(texts["ledger.json"])["refunds"] == {"accepted": 2}
    assert {"jet_refunds", "python", "system", "libraries"} == set(json.loads(texts["versions.json"]))
    assert {finding["part"] for finding in json.loads(texts["doctor.json"])} >= {"helper", "settings", "ledger"}
    assert stat.S_IMODE(told.bundle.stat().st_mode) == 0o600


def test_the_bundle_overwrites_nothing(told: Told) -> None:
    before = told.bundle.read_bytes()
    done = run("doctor", "--bundle", str(told.bundle), data_dir=told.data_dir)
    assert done.returncode == 1
    assert done.stderr.endswith("exists already. Name another file.\n")
    assert told.bundle.read_bytes() == before


def test_the_bundle_says_what_is_in_it(told: Told, tmp_path: Path) -> None:
    done = run("doctor", "--bundle", str(tmp_path / "second.zip"), data_dir=told.data_dir)
    assert "Not in it: the ledger itself" in done.stdout
    assert [line for line in done.stdout.splitlines() if len(line) > WIDTH and " " in line.strip()] == []


def test_what_the_processor_wrote_stays_at_home(tmp_path: Path) -> None:
    """A rejection may quote a title: the doctor says it to the seller, the bundle does not."""
    ledger = Ledger.in_folder(tmp_path / "data")
    service = RefundService(ledger, SystemClock(), settings.load(tmp_path / "data"), lambda: None)
    refund_id = service.take(from_document.refund(doc.refund())).refund.id
    ledger.refunds.remark([refund_id], f"It wrote: {TITLE}", SystemClock().now(), needs_person=True)
    ledger.close()
    assert TITLE in run("doctor", data_dir=tmp_path / "data").stdout
    bundle = tmp_path / "bundle.zip"
    assert run("doctor", "--bundle", str(bundle), data_dir=tmp_path / "data").returncode == 0
    with zipfile.ZipFile(bundle) as packed:
        assert "1 refunds wait." in packed.read("doctor.txt").decode()
        assert [name for name in packed.namelist() if TITLE.encode() in packed.read(name)] == []
