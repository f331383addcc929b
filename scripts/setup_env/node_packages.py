"""The pinned tools from npm that check the extension."""

from __future__ import annotations

from setup_env import stamps
from setup_env.commands import run
from setup_env.paths import ROOT
from setup_env.system_packages import Need, install_system_packages

NODE = (Need("nodejs", "node"), Need("npm", "npm"))
STAMP = ROOT / "node_modules" / ".made-from"


def install_node_packages() -> None:
    """Makes node_modules as package-lock.json says, unless it was made from the same one. Raises CannotPrepare."""
    install_system_packages(NODE)
    wanted = {"lock": stamps.digest(ROOT / "package-lock.json")}
    if stamps.read(STAMP) == wanted:
        return
    run(["npm", "ci", "--no-audit", "--no-fund"])
    stamps.write(STAMP, wanted)
