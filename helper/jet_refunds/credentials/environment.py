"""The keychain's silent twin for machines that nobody sits at (port Secrets): the password comes by the environment.

It is the weaker way: whoever may read the process's environment may read the password. So it is taken out of there
before anything else is done (cli/commands.py), and goes to one server alone.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import KeychainUnavailable
from jet_refunds.settings import PASSWORD_VARIABLE

GIVEN_FOR = (
    "The password in "
    + PASSWORD_VARIABLE
    + " was given for {server} and goes nowhere else. To use another site, change "
    "url in config.toml, give its password there, and start Jet Refunds again."
)
GIVEN_FOR_NONE = (
    f"No site was set when the password came from {PASSWORD_VARIABLE}, so it goes nowhere. Set the site where Jet "
    "Refunds is started (jet-refunds site set), and start it again."
)


class EnvironmentSecrets:
    """Has the one password there is for the server that stood in config.toml when it was made, and keeps nothing."""

    def __init__(self, password: str, given_for: SiteAddress | None) -> None:
        self._password = password
        self._server = _server(given_for.url) if given_for else None

    def get(self, name: str) -> str | None:
        """Raises KeychainUnavailable for the address of another server."""
        if refused := self.refusal(name):
            raise KeychainUnavailable(refused)
        return self._password or None

    def set(self, name: str, value: str) -> None:  # noqa: ARG002
        raise KeychainUnavailable(
            f"The password comes from {PASSWORD_VARIABLE}, and Jet Refunds cannot change it. "
            "Change it where the helper is started, or take it away there to use the keychain."
        )

    def delete(self, name: str) -> None:
        """Nothing is kept, so there is nothing to delete."""

    def state(self) -> str | None:
        if not self._password:
            return f"{PASSWORD_VARIABLE} is empty. Fill it, or take it away to use the keychain; then start again."
        return None

    def refusal(self, name: str) -> str | None:
        if self._server is None:
            return GIVEN_FOR_NONE
        return None if _server(name) == self._server else GIVEN_FOR.format(server=self._server)


def _server(url: str) -> str:
    """Scheme, user, host and port; the folder on it does not matter."""
    split = urlsplit(url)
    return f"{split.scheme}://{split.netloc}"
