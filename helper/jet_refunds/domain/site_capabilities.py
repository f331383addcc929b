"""What a site can do, as a probe has found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Staging = Literal["root", "beside"]
"""Where a file is staged: in the site's root, or under a dot-name beside its final name."""


@dataclass(frozen=True)
class Capabilities:
    """None: nobody has asked yet; only the site test asks all."""

    staging: Staging
    size: bool | None = None
    """The size of a file is one cheap question."""
    mlsd: bool | None = None
    """A listing shows every file, and its size."""
    overwrites: bool | None = None
    """A rename goes over what stands there; otherwise it is refused."""
    renames_in_place: bool | None = None
    """A rename moves the file in one step; otherwise it may copy it, and leave both names when it is broken off."""
    reserves: bool | None = None
    """Folders can be made beside JetRefunds, each by one computer only: so several may use the site."""
