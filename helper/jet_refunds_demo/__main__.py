"""The demo: python -m jet_refunds_demo [--browser NAME] [--headless] [--screenshots DIR]

Starts the embedded world and the real helper. Then a person refunds an order in a browser that is ready for it; with
--headless a browser does so by itself, and the last line is a JSON object that tells what came of it.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import NoReturn

from selenium.common.exceptions import WebDriverException

from jet_refunds_demo.browser import KINDS, BrowserMissing, Kind
from jet_refunds_demo.headless import outcome, refund_first_order
from jet_refunds_demo.helper_process import HelperFailed, HelperProcess
from jet_refunds_demo.seller import NotSeen
from jet_refunds_demo.steps import Steps
from jet_refunds_demo.with_window import shown
from jet_refunds_demo.world import World

INTERRUPTED = 130  # as shells have it: no refund was accepted


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m jet_refunds_demo", description="Try Jet Refunds out.")
    parser.add_argument("--browser", choices=KINDS, help="Chromium, unless Firefox is the only one")
    parser.add_argument("--headless", action="store_true", help="let a browser do the whole job by itself")
    parser.add_argument("--screenshots", type=Path, default=Path("screenshots"), metavar="DIR", help="for --headless")
    chosen = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    steps = Steps()
    with tempfile.TemporaryDirectory(prefix="jet-refunds-demo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with World(folder) as world:
            helper = HelperProcess(folder / "helper", world.site.url, world.site.password)
            try:
                if chosen.headless:
                    return headless(world, helper, chosen.browser, chosen.screenshots, steps)
                return visible(world, helper, chosen.browser)
            except (BrowserMissing, HelperFailed, NotSeen, WebDriverException) as error:
                print(f"The demo stopped at this step: {steps.last}. {error}", file=sys.stderr)
                print(f"The end of the helper's log:\n{helper.log_tail() or '(it is empty)'}", file=sys.stderr)
                return 1
            except KeyboardInterrupt:
                print("\nEverything has ended.")
                return INTERRUPTED if chosen.headless else 0
            finally:
                helper.stop()


def headless(world: World, helper: HelperProcess, kind: Kind | None, screenshots: Path, steps: Steps) -> int:
    with steps("start the helper"):
        helper.start()
    refund_first_order(world, helper, kind, screenshots, steps)
    print(f"Screenshots are in {screenshots.resolve()}.")
    found = outcome(world, helper, steps)
    print(json.dumps(found, ensure_ascii=False), flush=True)
    return 0 if found["ack"] == "accepted" else 1


def visible(world: World, helper: HelperProcess, kind: Kind | None) -> int:
    """Until Ctrl-C."""
    helper.start()
    with shown(world, helper, kind) as instructions:
        print(instructions, flush=True)
        threading.Event().wait()
    return 0


def _leave(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
