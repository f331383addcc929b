"""Moments are RFC 3339 in UTC on the wire and in the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jet_refunds.clock import SystemClock, format_time, parse_time


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2016-04-23T20:52:10.796153Z", datetime(2016, 4, 23, 20, 52, 10, 796153, UTC)),
        ("2016-04-23T20:52:11.6134399Z", datetime(2016, 4, 23, 20, 52, 11, 613439, UTC)),
        ("2016-04-23T20:52:11Z", datetime(2016, 4, 23, 20, 52, 11, tzinfo=UTC)),
        ("2016-04-23t20:52:11.1z", datetime(2016, 4, 23, 20, 52, 11, 100000, UTC)),
        ("2016-04-23T20:52:11-04:00", datetime(2016, 4, 24, 0, 52, 11, tzinfo=UTC)),
    ],
)
def test_any_rfc_3339_moment_is_read_as_utc(text: str, moment: datetime) -> None:
    """With 6 or 7 fraction digits, as Jet writes, or any other number of them, in any zone."""
    assert parse_time(text) == moment
    assert parse_time(text).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2016-04-23",
        "2016-04-23T20:52:11",
        "2016-04-23 20:52:11Z",
        "20160423T205211Z",
        "2016-W16-6T20:52:11Z",
        "2016-04-23T20:52:11Z\n",
        "٢٠١٦-04-23T20:52:11Z",
        "2015-02-29T00:00:00Z",
        "2016-13-01T00:00:00Z",
        "2016-04-23T25:00:00Z",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_what_is_no_moment_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any ValueError is what the callers expect
        parse_time(text)


def test_moments_are_written_in_one_width_so_that_text_sorts_as_time() -> None:
    early = datetime(2026, 11, 23, 2, 45, tzinfo=UTC)
    late = early + timedelta(microseconds=1)
    assert format_time(early) == "2026-11-23T02:45:00.000000Z"
    assert format_time(early) < format_time(late)
    assert len(format_time(early)) == len(format_time(late)) == 27
    assert parse_time(format_time(late)) == late


def test_the_computer_s_clock_knows_its_zone_and_its_wall() -> None:
    clock = SystemClock()
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.local().tzinfo is None
    assert abs(clock.local().astimezone() - clock.now()) < timedelta(seconds=5)
