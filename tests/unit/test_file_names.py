"""Names of refund files: the seller's local minute, and nobody has it yet."""

from __future__ import annotations

from datetime import datetime
from itertools import islice

from jet_refunds.solid_commerce import file_names


def test_the_name_is_the_seed_s_example() -> None:
    """July 23, 2016 at 2:30 pm."""
    assert file_names.refund_file(datetime(2016, 7, 23, 14, 30)) == "JET_REFUND_072316143000.csv"  # noqa: DTZ001 - wall


def test_the_seconds_are_always_00() -> None:
    name = file_names.refund_file(datetime(2026, 1, 2, 3, 4, 59))  # noqa: DTZ001 - wall
    assert name == "JET_REFUND_010226030400.csv"
    assert file_names.REFUND_FILE.fullmatch(name)


def test_a_taken_name_gives_the_next_free_minute_whatever_the_case_of_its_letters() -> None:
    start = datetime(2026, 12, 31, 23, 58, 30)  # noqa: DTZ001 - wall
    taken = ["jet_refund_123126235800.CSV", "JET_REFUND_010127000000.csv"]
    assert [free.name for free in islice(file_names.free_names(start, taken), 3)] == [
        "JET_REFUND_123126235900.csv",
        "JET_REFUND_010127000100.csv",
        "JET_REFUND_010127000200.csv",
    ]


def test_every_file_has_its_own_name() -> None:
    start = datetime(2026, 11, 23, 14, 30)  # noqa: DTZ001 - wall
    names = [free.name for free in islice(file_names.free_names(start, []), 3000)]
    assert len(set(names)) == 3000
