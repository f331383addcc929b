"""What the seller reads while refunds wait: the true reason, once, for as long as it holds; and answers meanwhile."""

from __future__ import annotations

import shutil
import threading

import pytest

from jet_refunds import runtime, settings
from jet_refunds.delivery.ack_collector import LIST_EVERY
from jet_refunds.delivery.courier import PAUSED, STUMBLED
from jet_refunds.diagnostics.health import Overall
from tests.sites.servers.moods import Moods, forbids
from tests.sites.test_courier import answer, delivered
from tests.support import documents as doc
from tests.support.house import House

ACK = "JET_REFUND_112326143000_Ack.csv"


# -- ours


def test_an_unknown_key_in_config_is_said_where_the_seller_looks(house: House) -> None:
    """On the refunds that wait, and as the site's health, which can still be asked for; gone when it is mended."""
    refund_id = house.send(doc.refund())
    config = house.helper.settings.data_dir / settings.CONFIG
    good = config.read_text()
    config.write_text(f"rows_per_files = 3\n{good}")
    for _ in range(3):
        house.courier.tick()
        house.clock.forward(61)
    status = house.ledger.refund_views.get(refund_id)
    assert status.state == "queued"
    assert "unknown key: rows_per_files" in str(status.reason)
    answered = house.paired().get("/v1/health")
    assert answered.status_code == 200
    assert site_part(house) == {"part": "site", "state": "needs_you", "reason": status.reason}
    config.write_text(good + "\n")
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    assert site_part(house) == {"part": "site", "state": "fine", "reason": None}
    assert house.ledger.refund_views.get(refund_id).reason is None


def site_part(house: House) -> dict[str, object]:
    parts = house.paired().get("/v1/health").get_json()["parts"]
    (site,) = (part for part in parts if part["part"] == "site")
    return dict(site)


def test_a_defect_of_ours_is_said_on_what_waits_and_deliveries_go_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The courier's loop with a tick that fails."""
    refund_id = house.send(doc.refund())
    stopping = threading.Event()

    def failing() -> float:
        house.ledger.refunds.release(list(house.ledger.refunds.held()), house.clock.now())
        stopping.set()
        house.helper.wake.set()
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(house.courier, "tick", failing)
        runtime._deliver(house.helper, stopping)
    assert house.ledger.refund_views.get(refund_id).reason == STUMBLED
    assert house.helper.health.overall() == Overall("needs_you", STUMBLED)
    house.clock.forward(2)
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.reason, house.courier.trouble) == ("delivered", None, None)


def test_while_only_a_second_look_is_due_a_site_that_is_down_is_left_alone(house: House) -> None:
    """Nobody waits: it is tried when its rest is over, not twenty times a second."""
    delivered(house)
    house.acknowledge(ACK, answer("TRUE"))
    house.courier.tick()
    house.courier.stop()
    house.site.stop()
    house.clock.forward(61)
    assert house.courier.tick() > 1
    assert house.courier.trouble
    assert house.courier.tick() > 1
    house.site.start()
    house.clock.forward(61)
    house.courier.tick()
    assert house.courier.trouble is None


def test_paused_and_down_is_paused(house: House) -> None:
    """The two do not take turns; that the site is down is said on what awaits an answer."""
    awaiting = delivered(house)
    house.courier.pause(on=True)
    refund_id = house.send(doc.of_order(2))
    house.courier.tick()
    house.courier.stop()
    house.site.stop()
    for _ in range(10):
        house.clock.forward(400)
        house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert status.reason == PAUSED
    assert [event.message for event in status.timeline[2:]] == [PAUSED]
    assert "Nothing answers" in str(house.ledger.refund_views.get(awaiting).reason)


# -- answers


def test_an_answer_that_may_not_be_read_needs_a_person_until_it_may(house: House) -> None:
    """Said once, and not forgotten while the site is fine otherwise."""
    refund_id = delivered(house)
    house.acknowledge(ACK, answer("TRUE"))
    moods = Moods().at(house)
    moods["RETR"] = forbids(ACK)
    for _ in range(20):
        house.courier.tick()
        house.clock.forward(61)
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.needs_person) == ("delivered", True)
    assert f"did not read JetRefunds/Acks/{ACK} (it said: 550 Not here.)" in str(status.reason)
    assert len([event for event in status.timeline if event.message == status.reason]) == 1
    assert house.helper.health.overall() == Overall("needs_you", str(status.reason))
    del moods["RETR"]
    house.courier.tick()
    status = house.ledger.refund_views.get(refund_id)
    assert (status.state, status.needs_person, status.reason) == ("accepted", False, None)


def test_one_answer_that_may_not_be_read_does_not_stop_the_others(house: House) -> None:
    first = delivered(house)
    second = delivered(house, doc.of_order(2))
    for refund_id, number in ((first, "JR-00001"), (second, "JR-00002")):
        name = house.file_name(refund_id).replace(".csv", "_Ack.csv")
        house.acknowledge(name, answer("TRUE").replace("JR-00001", number))
    moods = Moods().at(house)
    moods["RETR"] = forbids(ACK)
    house.courier.tick()
    assert [path for command, path in moods.asked if command == "RETR" and path.endswith(ACK)]
    assert (house.state(first), house.state(second)) == ("delivered", "accepted")
    assert house.ledger.refund_views.get(second).reason is None


@pytest.mark.parametrize("words", ["550 Not for you.", "450 Not now."])
def test_where_answers_are_not_listed_they_are_read_by_name(house: House, words: str) -> None:
    first = delivered(house)
    moods = Moods().at(house)
    moods["MLSD"] = moods["NLST"] = lambda path: words if "Acks" in path else None
    for _ in range(2 * LIST_EVERY):
        house.courier.tick()
        house.clock.forward(61)
    assert "MLSD" in [command for command, _ in moods.asked]
    assert house.courier.trouble is None
    second = delivered(house, doc.of_order(2))
    for refund_id, number in ((first, "JR-00001"), (second, "JR-00002")):
        name = house.file_name(refund_id).replace(".csv", "_Ack.csv")
        house.acknowledge(name, answer("TRUE").replace("JR-00001", number))
    house.clock.forward(61)
    house.courier.tick()
    assert (house.state(first), house.state(second)) == ("accepted", "accepted")


def test_that_the_folder_of_answers_is_gone_is_said(house: House) -> None:
    """No answer can ever come; on a share, the disk may be another one."""
    refund_id = delivered(house)
    shutil.rmtree(house.refunds() / "Acks")
    for _ in range(LIST_EVERY):
        house.courier.tick()
        house.clock.forward(61)
    assert house.ledger.refund_views.get(refund_id).reason == "The FTP site has no folder JetRefunds/Acks."
    assert house.helper.health.overall().mood == "needs_you"
