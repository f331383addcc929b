"""A helper that has nothing but its tray: prints what the seller does, and shows the state that a file names."""

import logging
import signal
import sys
from pathlib import Path
from typing import cast

from jet_refunds.desktop.icons import Kind
from jet_refunds.desktop.tray import Tray, TrayState
from jet_refunds.errors import LedgerUnavailable, TrayUnavailable


def say(word: str) -> None:
    print(word, flush=True)


def main(state_file: Path) -> None:
    logging.basicConfig(stream=sys.stdout, format="log: %(message)s")

    def state() -> TrayState:
        kind, text = state_file.read_text(encoding="utf-8").split(" ", 1)
        if kind == "locked":
            raise LedgerUnavailable.locked(text)
        kinds: dict[str, Kind] = {"fine": "fine", "waiting": "waiting", "needs_you": "needs_you", "off": "off"}
        if kind == "odd":
            return TrayState(cast(Kind, kind), text)
        return TrayState(kinds[kind], text)

    def pair() -> None:
        say("pair")
        raise OSError("no browser")

    tray = Tray(
        state,
        lambda: say("open"),
        pair,
        lambda: say("quit"),
        pause=lambda: say("pause"),
        send_now=lambda: say("send"),
        poll_seconds=0.1,
    )
    signal.signal(signal.SIGTERM, lambda *_: tray.stop())
    signal.signal(signal.SIGINT, lambda *_: tray.stop())
    try:
        tray.run()
    except TrayUnavailable as error:
        say(f"unavailable: {error}")
    say("over")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
