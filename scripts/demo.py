"""Tries Jet Refunds out: python3 scripts/demo.py [--browser chromium|firefox] [--headless] [--screenshots DIR]

Makes what is missing, then starts the embedded world (an FTP site, a stand-in for Solid Commerce, a stand-in for the
Jet portal), the real helper, and a browser with the extension, and says what to click: Chromium, or Firefox where that
is asked for or the only one. Ctrl-C ends all of it. With --headless a browser does the whole job by itself and the last
line is a JSON object that tells what came of it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may start this with any Python
    sys.exit(f"Jet Refunds needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import argparse
from pathlib import Path

import setup_env


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(add_help=False)  # jet_refunds_demo reads them all, and explains them
    parser.add_argument("--browser")
    parser.add_argument("--headless", action="store_true")
    chosen, _ = parser.parse_known_args(arguments)
    try:
        setup_env.make_virtual_environment()
        browser(firefox=chosen.browser == "firefox", needed=chosen.headless)
    except setup_env.CannotPrepare as missing:
        print(missing, file=sys.stderr)
        return 1
    return setup_env.continue_as([setup_env.PYTHON, "-m", "jet_refunds_demo", *arguments], folder=Path.cwd())


def browser(*, firefox: bool, needed: bool) -> None:
    """The browser, where it is there or may be installed; without one the visible demo says how to go on."""
    try:
        setup_env.install_system_packages([setup_env.FIREFOX] if firefox else setup_env.CHROMIUM)
    except setup_env.CannotPrepare as missing:
        if needed and not setup_env.FIREFOX.present():
            raise
        setup_env.say(f"going on without it. {missing}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
