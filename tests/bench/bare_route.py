"""The peer of the intake bench: a Flask route on waitress that commits one row, with the ledger's durability."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading

import waitress
from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue


def create_app(database: str) -> Flask:
    """A connection a thread, as SQLAlchemy's pool amounts to."""
    app = Flask(__name__)
    own = threading.local()

    def connection() -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(own, "connection", None)
        if found is None:
            found = own.connection = sqlite3.connect(database, isolation_level=None)
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = FULL")
        return found

    connection().execute("CREATE TABLE refund (id INTEGER PRIMARY KEY, request_id TEXT UNIQUE, document TEXT)")

    @app.post("/")
    def take() -> ResponseReturnValue:
        document = request.get_json()
        values = (document["request_id"], json.dumps(document))
        row = connection().execute("INSERT INTO refund (request_id, document) VALUES (?, ?)", values)
        return jsonify(id=row.lastrowid), 201

    return app


if __name__ == "__main__":
    server = waitress.create_server(create_app(sys.argv[1]), host="127.0.0.1", port=0, threads=6)
    print(f"listening on http://127.0.0.1:{server.effective_port}", flush=True)
    server.run()
