"""A real FTP server whose rules change while it serves: what it forbids, what it loses, and what it was asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.sites.servers.pyftpdlib import Plain
from tests.support.house import House

Mood = Callable[[str], str | None]
"""Of a command's path: the answer; "": none, the line is cut; None: the command is carried out."""


def forbids(where: str = "") -> Mood:
    return lambda path: "550 Not here." if where in path else None


class Moods(dict[str, Mood]):
    """By command."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        """Each command with its path, oldest first."""

    def at(self, house: House) -> Moods:
        """The house's site is like this from now on, on the same port; the courier has hung up."""
        house.courier.stop()
        house.site.stop()
        house.site._base = self._handler()
        house.site.start()
        return self

    def uploads(self) -> list[str]:
        """The names under which something of ours was staged."""
        names = (Path(path).name for command, path in self.asked if command == "STOR")
        return [name for name in names if "JET_REFUND_" in name]

    def _handler(self) -> Any:
        moods = self

        class Handler(Plain):
            def process_command(self, cmd: str, *args: Any, **values: Any) -> None:
                path = str(args[0]) if args else ""
                moods.asked.append((cmd, path))
                answer = moods[cmd](path) if cmd in moods else None
                if answer is None:
                    super().process_command(cmd, *args, **values)
                elif answer:
                    self.respond(answer)
                else:
                    self.close()

        return Handler
