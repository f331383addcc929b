"""Deliveries that stand still are said on every screen, whatever the time of day is set to."""

from __future__ import annotations

import pytest

from jet_refunds.delivery.heartbeat import BUSY, IDLE, Heartbeat
from jet_refunds.diagnostics.health import Overall
from jet_refunds.domain.refund import State
from tests.support import documents as doc
from tests.support.api import Api
from tests.support.house import House


class Seconds:
    """A monotonic clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_tick_may_take_longer_than_the_rest_between_two() -> None:
    seconds = Seconds()
    heartbeat = Heartbeat(seconds)
    seconds.now += IDLE
    assert heartbeat.silence() is None
    seconds.now += 1
    assert heartbeat.silence() == IDLE + 1
    with heartbeat.working():
        seconds.now += BUSY
        assert heartbeat.silence() is None
        heartbeat.beat()
        seconds.now += BUSY
        assert heartbeat.silence() is None
        seconds.now += 1
        assert heartbeat.silence() == BUSY + 1
    assert heartbeat.silence() is None


def test_a_tick_that_fails_is_over() -> None:
    seconds = Seconds()
    heartbeat = Heartbeat(seconds)
    with pytest.raises(OSError, match="no"), heartbeat.working():
        raise OSError("no")
    seconds.now += IDLE + 1
    assert heartbeat.silence() == IDLE + 1


def test_it_is_said_until_the_courier_works_again(house: House) -> None:
    seconds = Seconds()
    house.courier.heartbeat = Heartbeat(seconds)
    seconds.now += 90
    sentence = "Deliveries have stood still for 90 seconds. Quit Jet Refunds and start it again."
    answer = Api(house.paired()).get("/v1/health")
    assert answer.json
    assert {"part": "courier", "state": "needs_you", "reason": sentence} in answer.json["parts"]
    assert house.helper.health.overall() == Overall("needs_you", sentence)
    refund_id = house.send(doc.refund())
    house.courier.tick()
    assert house.state(refund_id) == State.DELIVERED.value
    assert house.helper.health.overall() == Overall("waiting", "1 waiting")
