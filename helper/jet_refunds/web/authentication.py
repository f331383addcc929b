"""Whether a paired browser asks, and the proof on each answer that the helper answers it.

    hello     GET /v1/health?browser=ID&nonce=NONCE            its answer has the helper's proof and nonce
    request   Authorization: Jet-Refunds ID NONCE HELPERS_NONCE PROOF
    answer    Jet-Refunds-Proof: PROOF

Who holds no more than a pairing code goes by the id "code": he may pair, and nothing else. proofs.py says what is
proved.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from flask import Flask, Response, g, request

from jet_refunds import proofs
from jet_refunds.errors import LedgerUnavailable, WrongCode
from jet_refunds.ledger.pairings import Browser, OpenCode
from jet_refunds.proofs import Exchange
from jet_refunds.web import actor
from jet_refunds.web.nonces import Nonces
from jet_refunds.web.problems import SCHEME, Refused
from jet_refunds.web.services import Services

PROOF_HEADER = "Jet-Refunds-Proof"
BY_CODE = "code"
PAIRING = "pairing.pair"
"""The one endpoint that is asked by a code."""
_WORD = "[A-Za-z0-9_-]{1,64}"
_SAID = re.compile(rf"{SCHEME} ({_WORD}) ({_WORD}) ({_WORD}) ({_WORD})")


@dataclass(frozen=True)
class Peer:
    """Who asks, and in which exchange: to him the answer is proved."""

    known: Browser | OpenCode
    exchange: Exchange


class Authentication:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._nonces = Nonces()
        self._last_known: dict[str, Browser] = {}

    def install(self, app: Flask) -> None:
        @app.after_request
        def prove(response: Response) -> Response:
            peer: Peer | None = g.get("peer")
            if peer is not None:
                said = peer.exchange.answer(response.status_code, response.get_data())
                response.headers[PROOF_HEADER] = proofs.text_of(proofs.server_proof(peer.known.verifier, said))
            return response

    def hello(self) -> str | None:
        """The helper's nonce for who says that he is a browser that it knows, or that he has a code; else None."""
        browser, client_nonce = request.args.get("browser", ""), request.args.get("nonce", "")
        known = self._known(browser)
        if known is None or not re.fullmatch(_WORD, client_nonce):
            return None
        g.peer = Peer(known, Exchange(_port(), browser, client_nonce))
        if isinstance(known, Browser) and not known.is_ended:
            actor.is_greeted()
        return self._nonces.new(browser, client_nonce, self._services.clock.running())

    def check(self) -> None:
        """Raises Refused, WrongCode. What can be told without the body comes first."""
        said = _SAID.fullmatch(request.headers.get("Authorization", ""))
        if said is None:
            raise Refused(401, "not_paired", "Not paired", "This browser is not paired with Jet Refunds yet.")
        browser, client_nonce, server_nonce, proof = said.groups()
        if (browser == BY_CODE) != (request.endpoint == PAIRING):
            raise Refused(401, "not_paired", "Not paired", "A code pairs a browser, and does nothing else.")
        known = self._known(browser)
        if known is None:
            raise WrongCode.for_pairing() if browser == BY_CODE else _ended()
        g.peer = Peer(known, Exchange(_port(), browser, client_nonce, server_nonce))
        if isinstance(known, Browser) and known.is_ended:
            raise _ended()
        now = self._services.clock.running()
        is_fresh = self._nonces.is_fresh(server_nonce, browser, client_nonce, now)
        if not (is_fresh and self._is_proved(g.peer, proof) and self._nonces.use(server_nonce, now)):
            raise WrongCode.for_pairing() if browser == BY_CODE else _not_proved()
        if isinstance(known, Browser):
            actor.is_browser(known.client, known.id)

    def _known(self, browser: str) -> Browser | OpenCode | None:
        """A ledger that cannot be read is said to the browsers that were known before: without a proof they would not
        believe it.
        """
        pairings = self._services.ledger.pairings
        if browser == BY_CODE:
            return pairings.open_code(self._services.clock.now())
        try:
            known = pairings.browser(browser)
        except LedgerUnavailable:
            if browser not in self._last_known:
                raise
            return self._last_known[browser]
        if known:
            self._last_known[browser] = known
        return known

    @staticmethod
    def _is_proved(peer: Peer, proof: str) -> bool:
        said = peer.exchange.request(request.method, request.environ["REQUEST_URI"], request.get_data())
        try:
            return proofs.is_client_proof(proofs.bytes_of(proof), peer.known.verifier, said)
        except ValueError:
            return False


def open_code() -> OpenCode:
    """By which this request has proved itself."""
    return cast(OpenCode, g.peer.known)


def browser() -> Browser:
    """Which this request has proved to be."""
    return cast(Browser, g.peer.known)


def greeted() -> Browser | OpenCode | None:
    """As whom the hello was said."""
    peer: Peer | None = g.get("peer")
    return peer.known if peer else None


def _port() -> int:
    return int(request.environ["SERVER_PORT"])


def _ended() -> Refused:
    return Refused(401, "pairing_ended", "Not paired any more", "This browser's pairing was ended. Pair it again.")


def _not_proved() -> Refused:
    return Refused(401, "not_proved", "Not proved", "This request came too late, or twice, or not as it was made.")
