"""A defect of ours as a traceback. Pure.

An exception's message may quote what it stumbled over: a note, a title. It is told only where it cannot.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from jet_refunds.errors import JetRefundsError, NotValid

_TOLD = (JetRefundsError, OSError, LookupError, TypeError, AttributeError, NameError, ImportError)
"""Their messages name files, types and fields of ours."""
_TOLD_MODULES = frozenset({"sqlite3"})
"""Its messages name tables and columns, never a value."""
UNTOLD = "(the log leaves this message out: it may quote a refund)"


def told(error: BaseException) -> str:
    """The traceback of an exception and of those it came from, the first one first."""
    return "\nAfter this came:\n\n".join(map(_told, reversed(list(_chain(error)))))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _told(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    is_safe = (isinstance(error, _TOLD) and not isinstance(error, NotValid)) or kind.__module__ in _TOLD_MODULES
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"Traceback (most recent call last):\n{frames}{name}: {error if is_safe else UNTOLD}\n"
