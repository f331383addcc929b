"""The seat: one computer with its data folder. A copy of the folder is another seat, without what the first was given.

What tells them apart is the number that the system gave the computer when it was set up, and where the folder lies.
Neither the computer's name nor its network matters. Kept are digests, beside the ledger.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import sys
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SEAT, PLACE = "seat", "seat.place"
_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


@dataclass(frozen=True)
class Seat:
    """`name` is the same after every start; `is_new`: this folder was not used here before."""

    name: str
    is_new: bool


def find(data_dir: Path, machine: str | None) -> Seat:
    """`machine`: see machine_id. A new seat is one only once it is kept by `keep`."""
    name = _text(data_dir / SEAT)
    if name is not None and _is_here(_text(data_dir / PLACE), _place(name, data_dir, machine)):
        return Seat(name, is_new=False)
    return Seat(str(uuid.uuid4()), is_new=True)


def keep(data_dir: Path, seat: Seat, machine: str | None) -> None:
    """Raises OSError."""
    place = json.dumps(_place(seat.name, data_dir, machine))
    for name, text in ((SEAT, seat.name), (PLACE, place)):
        part = data_dir / f"{name}.part"
        part.write_text(text, "utf-8")
        part.replace(data_dir / name)


def machine_id() -> str | None:
    """What the system calls this computer; None where it does not say."""
    if sys.platform == "win32":
        import winreg

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography") as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        return None
    if sys.platform == "darwin":
        found, wait = (ctypes.c_ubyte * 16)(), (ctypes.c_long * 2)(1, 0)
        failed = ctypes.CDLL(None).gethostuuid(found, wait)
        return None if failed else bytes(found).hex()
    return next((text for path in _MACHINE_IDS if (text := _text(path))), None)


def _place(name: str, data_dir: Path, machine: str | None) -> dict[str, str | None]:
    return {"machine": machine and _digest(name, machine), "folder": _digest(name, str(data_dir.resolve()))}


def _is_here(kept: str | None, here: dict[str, str | None]) -> bool:
    """A number of the computer that could not be asked for, then or now, says nothing."""
    try:
        known = json.loads(kept or "")
        pairs = ((known["machine"], here["machine"]), (known["folder"], here["folder"]))
    except (ValueError, LookupError, TypeError):
        return False
    return all(then == now or (now is None or then is None) for then, now in pairs)


def _text(path: Path) -> str | None:
    try:
        return path.read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


def _digest(name: str, text: str) -> str:
    return hashlib.sha256(f"{name}\n{text}".encode()).hexdigest()
