"""python -m tests.bench delivery|intake|idle|reading [--json] [--seconds N]

python -m tests.bench viewers [--browser KIND] [--viewer NAME]... [--document NAME]... [--source NAME]...
"""

from __future__ import annotations

import argparse

from jet_refunds_demo.browser import KINDS
from tests.bench import delivery, idle, intake, reading, viewers
from tests.bench.table import show
from tests.viewers.reading import DOCUMENTS, SOURCES, VIEWERS


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.py", description="The helper beside something well known.")
    parser.add_argument("bench", choices=("delivery", "intake", "idle", "reading", "viewers"))
    parser.add_argument("--json", action="store_true", help="the last line as JSON")
    parser.add_argument("--seconds", type=float, default=600, help="of idle")
    parser.add_argument("--browser", choices=KINDS, default="chromium", help="of viewers")
    parser.add_argument(
        "--viewer", action="append", choices=VIEWERS, metavar="NAME", help="this alone; may be repeated"
    )
    parser.add_argument("--document", action="append", choices=DOCUMENTS, help="that the viewers draw")
    parser.add_argument("--source", action="append", choices=SOURCES, help="from where their page has it")
    parser.add_argument("--limit", type=int, default=10_000, help="milliseconds until a viewer is given up")
    parser.add_argument("--write", action="store_true", help="what is not read, in tests/viewers/not_read.json")
    chosen = parser.parse_args()
    match chosen.bench:
        case "delivery":
            rows = delivery.measure()
        case "intake":
            rows = intake.measure()
        case "reading":
            rows = reading.measure()
        case "viewers":
            matrix = viewers.measure(
                viewers.Wanted(
                    kind=chosen.browser,
                    viewers=chosen.viewer or VIEWERS,
                    documents=chosen.document or DOCUMENTS,
                    sources=chosen.source or ["embedded"],
                    patience={"limit": chosen.limit},
                )
            )
            if chosen.write:
                viewers.write_not_read(matrix)
            return
        case _:
            rows = idle.measure(chosen.seconds)
    show(chosen.bench, rows, as_json=chosen.json)


if __name__ == "__main__":
    main()
