"""Opens a link in the seller's browser, so that other users of the computer cannot use it.

A one-time link must not be read out of the list of processes before it is used. On macOS it goes to the browser by a
script's input and stands in no list. Windows shows what a program was started with to its own user alone. On Linux it
stands there, and the helper does not hear the programs of other users.
"""

from __future__ import annotations

import os
import subprocess
import sys
import webbrowser

OSASCRIPT = "/usr/bin/osascript"


def open_link(link: str) -> bool:
    """Whether a browser took it."""
    if sys.platform != "darwin" or os.environ.get("BROWSER"):
        return webbrowser.open(link)
    script = f'open location "{link}"\n'
    done = subprocess.run([OSASCRIPT], input=script.encode(), capture_output=True, check=False)  # noqa: S603  ours
    return done.returncode == 0
