"""The stand-in for the Jet partner portal: a small web site with the orders of a catalogue.

It is served twice, by threads of this process: over TLS, for a browser that is told to find partner.jet.com here, and
plain on 127.0.0.1. It shows what the real one showed: orders, found by order number or SKU; an overlay for each;
and the raw data of every moment of its history, loaded late and written out in one of several forms.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from jet_refunds_demo.portal.certificate import server_context
from jet_refunds_demo.portal.documents import PEOPLE, raw_text
from jet_refunds_demo.portal.orders import PARTS, WORDS, Order

NAME = "partner.jet.com"
ADDRESS = f"https://{NAME}/orders"
FORMS = ("text", "field", "table", "lines")
"""How raw data are written out: a pre, a read-only textarea, rows with line numbers, coloured lines."""

PAGE = 20  # orders on one page of the list
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Portal:
    """Serves ``orders`` between ``start`` and ``stop``.

    ``raw_data_delay``: seconds until raw data arrive; ``policy``: the pages' Content-Security-Policy.
    """

    def __init__(self, orders: Sequence[Order], *, raw_data_delay: float = 0.3, policy: str = POLICY) -> None:
        self.orders = orders
        self._app = create_app(orders, raw_data_delay, policy)
        self._servers: list[tuple[BaseWSGIServer, threading.Thread]] = []
        self.port = 0
        self.tls_port = 0

    @property
    def url(self) -> str:
        """The plain address."""
        return f"http://127.0.0.1:{self.port}/orders"

    def start(self) -> None:
        if not self._servers:
            self.port = self._serve(None)
            self.tls_port = self._serve(server_context(NAME))

    def stop(self) -> None:
        for server, thread in self._servers:
            server.shutdown()
            thread.join()
            server.server_close()
        self._servers.clear()

    def _serve(self, context: ssl.SSLContext | None) -> int:
        server = make_server("127.0.0.1", 0, self._app, threaded=True, request_handler=_Silent)
        if context is not None:
            # The handshake belongs into the connection's own thread: a browser that opens a line and says nothing
            # would otherwise keep all others waiting.
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            server.ssl_context = context
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name=f"portal-{server.port}", daemon=True)
        thread.start()
        self._servers.append((server, thread))
        return int(server.port)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


class _Silent(WSGIRequestHandler):
    """Writes no line for every request, nor for a browser that does not like the certificate."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ARG002  werkzeug's names
        return


def create_app(orders: Sequence[Order], raw_data_delay: float, policy: str) -> Flask:
    """The web site itself. ``orders`` are listed by their last change, the newest first."""
    app = Flask(__name__)
    newest = sorted(orders, key=lambda order: order.history()[-1].at, reverse=True)
    by_number = {order.reference_order_id: order for order in orders}
    app.add_template_filter(_day, "day")

    def find(number: str) -> Order:
        return by_number.get(number) or abort(404)

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.get("/")
    def start() -> Any:
        return redirect(url_for("orders_list"))

    @app.get("/favicon.ico")
    def icon() -> Any:
        return redirect(url_for("static", filename="icon.svg"))

    @app.get("/orders")
    @app.get("/orders/<number>")
    def orders_list(number: str | None = None) -> str:
        if number is not None:
            find(number)
        query = request.args.get("q", "").strip()
        status = request.args.get("status", "")
        found = [order for order in newest if matches(order, query)]
        shown = [order for order in found if status in ("", order.status)]
        pages = max(1, -(-len(shown) // PAGE))
        page = min(max(1, request.args.get("page", 1, type=int)), pages)
        return render_template(
            "orders.html",
            orders=shown[(page - 1) * PAGE : page * PAGE],
            total=len(shown),
            page=page,
            pages=pages,
            query=query,
            status=status,
            words=WORDS,
            counts=Counter(order.status for order in found),
            found=len(found),
        )

    @app.get("/data/orders/<number>")
    def overlay(number: str) -> Response:
        return jsonify(summary(find(number)))

    @app.get("/data/orders/<number>/history/<int:index>")
    def raw_data(number: str, index: int) -> Response:
        order = find(number)
        history = order.history()
        if index >= len(history):
            abort(404)
        time.sleep(raw_data_delay)
        return jsonify(form=FORMS[(order.number - 1) % len(FORMS)], text=raw_text(order, history[index]))

    return app


def matches(order: Order, query: str) -> bool:
    """The portal finds by order number or by SKU, and by nothing else."""
    wanted = query.casefold()
    return wanted in order.reference_order_id or any(wanted in item.merchant_sku.casefold() for item in order.items)


def summary(order: Order) -> dict[str, Any]:
    """What the order's overlay shows."""
    name, street, town, state, code = PEOPLE[order.number % len(PEOPLE)]
    totals = order.order_totals()
    return {
        "number": order.reference_order_id,
        "status": order.word,
        "exception": order.exception_state,
        "placed": _minute(order.placed),
        "node": order.token("node")[:8].upper(),
        "method": "Standard, Ground",
        "buyer": name,
        "address": [street, f"{town}, {state} {code}"],
        "items": [
            {
                "title": item.product_title,
                "sku": item.merchant_sku,
                "ordered": item.quantity,
                "cancelled": item.cancelled + item.unavailable if len(order.history()) > 1 else 0,
                "shipped": order.shipped(item),
                "price": _dollars(item.cents(0)),
            }
            for item in order.items
        ],
        "totals": None if totals is None else [_dollars(totals[part]) for part in PARTS],
        "history": [{"name": moment.name, "at": _minute(moment.at)} for moment in order.history()],
    }


def _dollars(cents: int) -> str:
    return f"${cents // 100:,}.{cents % 100:02}"


def _day(at: datetime) -> str:
    return f"{at:%b} {at.day}, {at.year}"


def _minute(at: datetime) -> str:
    return f"{_day(at)}, {at:%H:%M} UTC"
