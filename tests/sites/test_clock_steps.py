"""Waits are durations: a clock that is set, or a zone that changes, neither holds a refund back nor sends it early."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support import documents as doc
from tests.support.house import House, computer

HEADER = "merchant_order_id,order_item_id,Status,ErrorMessage\r\n"
STEPS = [-400 * 86_400.0, -86_400.0, -20.0, 3600.0, 8 * 3600.0]
"""Seconds by which somebody sets the clock."""


def acknowledge(house: House, refund_id: int, *, file_name: str) -> None:
    refund = house.ledger.refund_views.get(refund_id)
    lines = [f"{refund.merchant_order_id},{line.order_item_id},TRUE,\r\n" for line in refund.lines]
    house.acknowledge(file_name.replace(".csv", "_Ack.csv"), HEADER + "".join(lines))


@pytest.mark.parametrize("seconds", STEPS)
def test_the_undo_time_is_as_long_as_it_was_said(house: House, seconds: float) -> None:
    house.take(doc.of_order(1))
    assert house.courier.tick() == pytest.approx(10, abs=0.1)
    house.clock.step(seconds)
    house.clock.forward(5)
    house.courier.tick()
    assert house.state(1) == "held"
    house.clock.forward(5)
    house.courier.tick()
    assert house.state(1) == "delivered"


@pytest.mark.parametrize("seconds", STEPS)
def test_it_is_at_most_as_long_over_a_restart(house: House, tmp_path: Path, seconds: float) -> None:
    with computer(tmp_path / "shop", house.site, house.clock) as shop:
        shop.take(doc.of_order(1))
        shop.courier.tick()
    house.clock.step(seconds)
    with computer(tmp_path / "shop", house.site, house.clock) as shop:
        shop.courier.tick()
        house.clock.forward(10)
        shop.courier.tick()
        assert shop.state(1) == "delivered"


@pytest.mark.parametrize("seconds", STEPS)
def test_a_site_that_failed_is_tried_again_in_its_time(house: House, seconds: float) -> None:
    house.site.stop()
    house.send(doc.of_order(1))
    house.courier.tick()
    assert house.courier.trouble
    house.site.start()
    house.clock.step(seconds)
    assert house.courier.tick() <= 2, "it rests for two seconds at first"
    house.clock.forward(2)
    house.courier.tick()
    assert house.state(1) == "delivered"


@pytest.mark.parametrize("seconds", STEPS)
@pytest.mark.parametrize("restarted", [False, True])
def test_an_answer_is_found_within_a_minute(house: House, tmp_path: Path, seconds: float, *, restarted: bool) -> None:
    with computer(tmp_path / "shop", house.site, house.clock) as shop:
        shop.send(doc.of_order(1))
        for _ in range(12):
            shop.courier.tick()
            house.clock.forward(30)
        name = shop.file_name(1)
        house.clock.step(seconds)
        if not restarted:
            acknowledge(shop, 1, file_name=name)
            house.clock.forward(61)
            shop.courier.tick()
            assert shop.state(1) == "accepted"
            return
    with computer(tmp_path / "shop", house.site, house.clock) as shop:
        acknowledge(shop, 1, file_name=name)
        house.clock.forward(61)
        shop.courier.tick()
        assert shop.state(1) == "accepted"


def test_a_clock_that_was_ahead_and_is_put_right_again_costs_nothing(house: House) -> None:
    house.clock.step(8 * 3600)
    first = house.send(doc.of_order(1))
    house.courier.tick()
    house.take(doc.of_order(2))
    house.courier.tick()
    house.clock.step(-8 * 3600)
    house.clock.forward(10)
    house.courier.tick()
    assert [house.state(first), house.state(2)] == ["delivered", "delivered"]
    acknowledge(house, first, file_name=house.file_name(first))
    house.clock.forward(61)
    house.courier.tick()
    assert house.state(first) == "accepted"


@pytest.mark.parametrize("seconds", [-86_400.0, 86_400.0])
def test_a_line_for_several_rows_is_believed_after_half_a_minute_and_not_by_a_step(
    house: House, seconds: float
) -> None:
    refund_id = house.send(doc.refund(doc.line(1), doc.line(2), of=doc.order(doc.item(1), doc.item(2))))
    house.courier.tick()
    house.acknowledge(house.file_name(refund_id).replace(".csv", "_Ack.csv"), "Status,ErrorMessage\r\nTRUE,\r\n")
    house.clock.forward(5)
    house.courier.tick()
    house.clock.step(seconds)
    house.courier.tick()
    assert house.state(refund_id) == "delivered"
    house.clock.forward(61)
    house.courier.tick()
    assert house.state(refund_id) == "accepted"


@pytest.mark.parametrize("hours", [-1, 1, -9, 14])
def test_a_zone_that_changes_gives_each_file_a_name_of_its_own(house: House, hours: int) -> None:
    """-1 is the end of summer time: the same local minute comes twice."""
    first = house.send(doc.of_order(1))
    house.courier.tick()
    house.clock.zone += timedelta(hours=hours)
    house.clock.forward(max(0, -hours) * 3600)
    second = house.send(doc.of_order(2))
    house.courier.tick()
    assert [house.state(first), house.state(second)] == ["delivered", "delivered"]
    assert house.file_name(first) != house.file_name(second)
    for refund_id in (first, second):
        acknowledge(house, refund_id, file_name=house.file_name(refund_id))
    house.clock.forward(61)
    house.courier.tick()
    assert [house.state(first), house.state(second)] == ["accepted", "accepted"]
