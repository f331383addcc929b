"""The pinned tools from npm that check the extension, and the viewers that its tests have read."""

from __future__ import annotations

from pathlib import Path

from setup_env import stamps
from setup_env.commands import run
from setup_env.paths import ROOT, VIEWERS
from setup_env.system_packages import Need, install_system_packages

NODE = (Need("nodejs", "node"), Need("npm", "npm"))


def install_node_packages() -> None:
    """Raises CannotPrepare."""
    _install(ROOT)


def install_viewers() -> None:
    """The libraries of tests/viewers. Raises CannotPrepare."""
    _install(VIEWERS)


def _install(folder: Path) -> None:
    """Makes node_modules as package-lock.json says, unless it was made from the same one."""
    install_system_packages(NODE)
    stamp = folder / "node_modules" / ".made-from"
    wanted = {"lock": stamps.digest(folder / "package-lock.json")}
    if stamps.read(stamp) == wanted:
        return
    where: list[str | Path] = [] if folder == ROOT else ["--prefix", folder.relative_to(ROOT)]
    run(["npm", "ci", "--no-audit", "--no-fund", *where])
    stamps.write(stamp, wanted)
