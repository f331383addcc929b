"""What every answer carries, whoever writes it: the app's own, and what listener/ refuses before the app is asked."""

from __future__ import annotations

from collections.abc import Mapping

ALWAYS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",  # no page sees us by what loads
}
UNLESS_SAID: Mapping[str, str] = {
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""The helper's page says its own."""
OF_A_REFUSAL: Mapping[str, str] = {**ALWAYS, **UNLESS_SAID}
