"""pystray's gtk icons without their notifier and without their hand on SIGINT.

pystray 0.19 asks the session bus for a notification service when the icon starts and when it ends, and raises where
there is none; the helper tells nothing by notifications here. It also sets SIGINT back to killing the process, which
would take the helper's orderly end away; PyGObject's own main loop lets Python's handlers run.

Both are in `_initialize`, which does nothing else that could be asked for from outside. pyproject.toml bounds pystray
below 0.20 for it and for the `_notifier` and `_mark_ready` that stand in it.
"""

from __future__ import annotations

from typing import Any


class _NoNotifier:
    def hide(self) -> None:
        """Nothing was shown."""


def icon_class(base: Any) -> Any:
    """`base` is Icon of pystray._gtk or pystray._appindicator."""

    class Icon(base):  # type: ignore[misc]  # pystray has no types
        def _initialize(self) -> None:
            self._notifier = _NoNotifier()
            self._mark_ready()

    return Icon
