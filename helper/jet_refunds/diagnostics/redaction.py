"""Taking secrets out of what leaves this computer. Pure."""

from __future__ import annotations

import re
from typing import Any

LEFT_OUT = "(left out)"
_SECRET = re.compile(r"pass|pwd|pw$|secret|token|credential|private|api_?key|auth", re.IGNORECASE)
"""In the name of a setting. The settings know none of them: a seller may have tried."""
_PASSWORD = re.compile(r"([^\s:/@]*):(?!//)[^\s]*@")
"""USER:PASSWORD@, as people paste it into an address."""


def redacted(name: str, value: Any) -> Any:
    """The value of a setting, of any kind that TOML knows, without what looks like a secret."""
    if _SECRET.search(name):
        return LEFT_OUT
    if isinstance(value, dict):
        return {key: redacted(key, each) for key, each in value.items()}
    if isinstance(value, list):
        return [redacted(name, each) for each in value]
    return without_passwords(value) if isinstance(value, str) else value


def without_passwords(text: str) -> str:
    """Text that may hold an address with a password typed into it."""
    return _PASSWORD.sub(rf"\1:{LEFT_OUT}@", text)
