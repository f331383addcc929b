"""python -m tests.bench delivery|intake|idle|reading [--json] [--seconds N]"""

from __future__ import annotations

import argparse

from tests.bench import delivery, idle, intake, reading
from tests.bench.table import show


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.py", description="The helper beside something well known.")
    parser.add_argument("bench", choices=("delivery", "intake", "idle", "reading"))
    parser.add_argument("--json", action="store_true", help="the last line as JSON")
    parser.add_argument("--seconds", type=float, default=600, help="of idle")
    chosen = parser.parse_args()
    match chosen.bench:
        case "delivery":
            rows = delivery.measure()
        case "intake":
            rows = intake.measure()
        case "reading":
            rows = reading.measure()
        case _:
            rows = idle.measure(chosen.seconds)
    show(chosen.bench, rows, as_json=chosen.json)


if __name__ == "__main__":
    main()
