"""Passwords in the keychain of the operating system (port Secrets).

Nothing is ever kept in plain text: where there is no keychain, KeychainUnavailable says so and what to do.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

import keyring
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from jet_refunds.errors import KeychainUnavailable
from jet_refunds.settings import PASSWORD_VARIABLE

SERVICE = "Jet Refunds"
ANSWER_SECONDS = 20.0
STATE_SECONDS = 1.0
"""How long somebody waits for his turn who only wants to know how it is: the page and every browser ask for it."""
QUIET_SECONDS = 60.0
RECOMMENDED = 1.0  # keyring's own word: below stand plain files and files that ask on the terminal

OTHER_WAY = f"or set {PASSWORD_VARIABLE} where the helper starts."
ABSENT = (
    "This computer has no keychain, so there is no safe place for the password. "
    f"Set one up (on Linux gnome-keyring or KWallet) and start Jet Refunds again, {OTHER_WAY}"
)
UNSAFE = "The keychain that Python is told to use ({}) does not keep passwords safe. Choose another one, " + OTHER_WAY
LOCKED = "The keychain is locked. Unlock it and try again; signing in to the desktop usually does."
ASKING = "The keychain does not answer. It may be asking you in a window of its own: answer there and try again."
BROKEN = "The keychain did not work: {}. Try again, or sign out of the desktop and in again."

_Answer = TypeVar("_Answer")


class Keychain:
    """One call at a time, each for `answer_seconds` at most: a keychain may put up a window and wait for a person.

    After a call went wrong, `get` repeats what was said for QUIET_SECONDS, so that a courier that tries again and
    again does not put up a window each time. `set` and `delete` are a person's doing and always try.
    """

    def __init__(self, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self._answer_seconds = answer_seconds
        self._turn = threading.Lock()
        self._probed = False
        self._trouble: str | None = None
        self._quiet_until = 0.0

    def get(self, name: str) -> str | None:
        """Raises KeychainUnavailable."""
        if self._trouble and time.monotonic() < self._quiet_until:
            raise KeychainUnavailable(self._trouble)
        return self._ask(lambda backend: backend.get_password(SERVICE, name))

    def set(self, name: str, value: str) -> None:
        """Raises KeychainUnavailable, also when the value does not come back as it was given."""

        self._ask(lambda backend: _keep(backend, name, value))
        self._probed = True

    def delete(self, name: str) -> None:
        """Harmless when there is none. Raises KeychainUnavailable."""
        self._ask(lambda backend: _forget(backend, name))

    def state(self) -> str | None:
        """What the last call met. When first asked, something is kept, read and deleted to find out."""
        if not self._probed and self._trouble is None:
            name = f"probe {secrets.token_hex(4)}"
            try:
                self._ask(lambda backend: _try_out(backend, name), turn_seconds=STATE_SECONDS)
                self._probed = True
            except KeychainUnavailable as error:
                return str(error)
        return self._trouble

    def refusal(self, name: str) -> None:
        """Each name has a password of its own."""

    def _ask(self, call: Callable[[KeyringBackend], _Answer], *, turn_seconds: float | None = None) -> _Answer:
        if not self._turn.acquire(timeout=self._answer_seconds if turn_seconds is None else turn_seconds):
            raise self._in_trouble(KeychainUnavailable(ASKING))
        answer: Future[_Answer] = Future()
        threading.Thread(target=self._work, args=(call, answer), name="keychain", daemon=True).start()
        try:
            given = answer.result(self._answer_seconds)
        except TimeoutError as error:
            raise self._in_trouble(KeychainUnavailable(ASKING)) from error
        except KeychainUnavailable as error:
            raise self._in_trouble(error)  # noqa: B904  the same error, with its own cause
        self._trouble = None
        return given

    def _work(self, call: Callable[[KeyringBackend], _Answer], answer: Future[_Answer]) -> None:
        try:
            answer.set_result(translated(call))
        except KeychainUnavailable as error:
            answer.set_exception(error)
        finally:
            self._turn.release()

    def _in_trouble(self, error: KeychainUnavailable) -> KeychainUnavailable:
        self._trouble = str(error)
        self._quiet_until = time.monotonic() + QUIET_SECONDS
        return error


def _keep(backend: KeyringBackend, name: str, value: str) -> None:
    backend.set_password(SERVICE, name, value)
    if backend.get_password(SERVICE, name) != value:
        raise KeychainUnavailable(BROKEN.format("it forgets what it is given"))


def _forget(backend: KeyringBackend, name: str) -> None:
    if backend.get_password(SERVICE, name) is not None:
        backend.delete_password(SERVICE, name)


def _try_out(backend: KeyringBackend, name: str) -> None:
    _keep(backend, name, secrets.token_urlsafe(12))
    _forget(backend, name)


def translated(call: Callable[[KeyringBackend], _Answer]) -> _Answer:
    """The call's answer. Raises KeychainUnavailable, whatever went wrong."""
    try:
        return call(trusted(keyring.get_keyring()))
    except KeychainUnavailable:
        raise
    except NoKeyringError as error:
        raise KeychainUnavailable(ABSENT) from error
    except (InitError, KeyringLocked) as error:
        raise KeychainUnavailable(LOCKED) from error
    except Exception as error:  # every backend has errors of its own: D-Bus, COM, Objective-C
        raise KeychainUnavailable(BROKEN.format(error or type(error).__name__)) from error


def trusted(backend: KeyringBackend) -> KeyringBackend:
    """The backend to use; of a chain the first, so that what is kept is found again. Raises KeychainUnavailable."""
    if isinstance(backend, chainer.ChainerBackend):
        backend = backend.backends[0]
    if isinstance(backend, fail.Keyring):
        raise KeychainUnavailable(ABSENT)
    module = type(backend).__module__
    if isinstance(backend, null.Keyring) or module.startswith("keyrings.alt.") or backend.priority < RECOMMENDED:
        raise KeychainUnavailable(UNSAFE.format(module))
    return backend
