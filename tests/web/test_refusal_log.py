"""What is asked over HTTP, in the log: by whom, what was refused, what was a defect of ours; never its content."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from jet_refunds.event_log import log_file
from jet_refunds.event_log.entry import Entry
from tests.support import documents as doc
from tests.support.house import PORT, House, Loopback

NOTE, TITLE = "Mrs Hollingbourne was unhappy", "Violet umbrella"


@pytest.fixture(name="folder", autouse=True)
def _folder(tmp_path: Path) -> Iterator[Path]:
    """Where the log is written."""
    with log_file.writing(tmp_path, rotates=True):
        yield tmp_path


def entries(folder: Path, event: str) -> list[Entry]:
    return [entry for entry in log_file.entries(folder) if entry.event == event]


def test_a_refused_refund_says_who_asked_and_which_rules_forbid_it(house: House, folder: Path) -> None:
    too_many = doc.line(quantity=2, notes=NOTE, refund_amount=doc.amount("99.00"))
    document = doc.refund(too_many, of=doc.order(doc.item(product_title=TITLE)))
    assert house.paired().post("/v1/refunds", json=document).status_code == 422
    (judged,) = entries(folder, "refund judged")
    (refused,) = entries(folder, "request refused")
    assert judged.fields["blocks"]
    assert judged.fields["request_id"] == document["request_id"]
    assert {"method": "POST", "route": "/v1/refunds", "status": 422, "type": "not_allowed"}.items() <= (
        refused.fields.items()
    )
    assert refused.fields["codes"] == [*judged.fields["blocks"], *judged.fields["warnings"]]  # type: ignore[misc]
    assert judged.fields["client"] == refused.fields["client"] == "test"
    text = (folder / log_file.LOG).read_text()
    assert [private for private in (NOTE, TITLE) if private in text] == []


def test_a_late_undo_is_refused_by_the_refund_s_id(house: House, folder: Path) -> None:
    client = house.paired()
    refund_id = client.post("/v1/refunds", json=doc.refund()).json["id"]  # type: ignore[index]
    client.post(f"/v1/refunds/{refund_id}/send", json={})
    assert client.post(f"/v1/refunds/{refund_id}/undo", json={}).status_code == 409
    (refused,) = entries(folder, "request refused")
    assert (refused.fields["refund"], refused.fields["type"]) == (refund_id, "not_held")
    (queued,) = entries(folder, "refund queued")
    assert queued.fields["by"] == "browser", "the seller sent it, no undo time ran out"


def test_a_stranger_cannot_push_the_story_out_of_the_log(house: House, folder: Path) -> None:
    """Of one kind of refusal one is logged a minute; a one-time link is not repeated, whoever tries it."""
    stranger = house.client()
    for _ in range(20):
        assert stranger.get("/v1/refunds").status_code == 401
        assert stranger.get("/open/guessed-link").status_code == 403
        assert stranger.get("/v1/nowhere").status_code == 401
    refused = entries(folder, "request refused")
    assert [entry.fields.get("route") for entry in refused] == ["/v1/refunds", "/open/<code>", None]
    assert "guessed-link" not in (folder / log_file.LOG).read_text()


def test_what_the_page_does_is_the_page_s(house: House, page: Loopback, folder: Path) -> None:
    csrf = page.get("/").text.partition('name="csrf" value="')[2].partition('"')[0]
    origin = {"Origin": f"http://{page.host}:{PORT}"}
    for path, fields in (("/pause", {"pause": "on"}), ("/hurry", {}), ("/pair", {})):
        assert page.post(path, data={"csrf": csrf, **fields}, headers=origin).status_code in (200, 303)
    for event in ("sending paused", "sending hurried", "pairing code made"):
        (entry,) = entries(folder, event)
        assert entry.fields["by"] == "page", event
    house.courier.pause(on=False)
    (resumed,) = entries(folder, "sending resumed")
    assert "by" not in resumed.fields, "nothing of the last request stays"


def test_a_defect_of_ours_is_in_the_log_with_its_traceback(house: House, folder: Path) -> None:
    client = house.paired()
    with sqlite3.connect(house.helper.settings.data_dir / "ledger.db") as connection:
        connection.execute("DROP TABLE refund_line")
    connection.close()
    assert client.get("/v1/refunds").status_code == 500
    (failed,) = entries(folder, "request failed")
    assert failed.level == "ERROR"
    assert failed.traceback is not None
    assert "refund_views.py" in failed.traceback
    assert "no such table: refund_line" in failed.traceback
