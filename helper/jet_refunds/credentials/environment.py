"""The keychain's silent twin for machines that nobody sits at (port Secrets): the password comes by the environment.

It is the weaker way: whoever may read the process's environment may read the password.
"""

from __future__ import annotations

from collections.abc import Mapping

from jet_refunds.errors import KeychainUnavailable
from jet_refunds.settings import PASSWORD_VARIABLE


class EnvironmentSecrets:
    """Answers every name with the one password there is, and keeps nothing."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def get(self, name: str) -> str | None:  # noqa: ARG002  there is one password
        return self._environment.get(PASSWORD_VARIABLE) or None

    def set(self, name: str, value: str) -> None:  # noqa: ARG002
        raise KeychainUnavailable(
            f"The password comes from {PASSWORD_VARIABLE}, and Jet Refunds cannot change it. "
            "Change it where the helper is started, or take it away there to use the keychain."
        )

    def delete(self, name: str) -> None:
        """Nothing is kept, so there is nothing to delete."""

    def state(self) -> str | None:
        if self.get("") is None:
            return f"{PASSWORD_VARIABLE} is empty. Fill it, or take it away to use the keychain; then start again."
        return None
