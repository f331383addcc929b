"""The API as an extension meets it: every reply, good or bad, is checked against its schema before a test sees it."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from jet_refunds import schema_validation

SCHEMAS = (
    ("GET", r"/v1/health(\?.*)?", "health"),
    ("POST", r"/v1/pairings(/end)?", "pairing"),
    ("POST", r"/v1/page-codes", "page-code"),
    ("POST", r"/v1/orders", "standing"),
    ("POST", r"/v1/full-amounts", "full-amounts"),
    ("POST", r"/v1/refunds\?check=1", "judgement"),
    ("POST", r"/v1/refunds", "refund-status"),
    ("GET", r"/v1/refunds(\?.*)?", "refund-list"),
    ("GET", r"/v1/refunds/\d+", "refund-status"),
    ("POST", r"/v1/refunds/\d+/(undo|send)", "refund-status"),
    ("POST", r"/v1/files/[^/]+/resolve", "refund-list"),
)
"""Method, path -> the schema of a reply that says yes."""


class Api:
    def __init__(self, client: FlaskClient) -> None:
        self._client = client

    def get(self, path: str, **values: Any) -> TestResponse:
        return self.ask("GET", path, **values)

    def post(self, path: str, document: Any = None, **values: Any) -> TestResponse:
        return self.ask("POST", path, **({} if "data" in values else {"json": document or {}}), **values)

    def ask(self, method: str, path: str, **values: Any) -> TestResponse:
        response = self._client.open(path, method=method, **values)
        check(method, path, response)
        return response


def json_of(response: TestResponse) -> Any:
    assert response.json is not None
    return response.json


def check(method: str, path: str, response: TestResponse) -> None:
    assert response.headers["Cache-Control"] == "no-store"
    if response.status_code >= 300:
        is_problem(response)
        return
    assert response.mimetype == "application/json"
    schema = next(name for verb, form, name in SCHEMAS if verb == method and re.fullmatch(form, path))
    assert schema_validation.problems(schema, response.json) == []


def is_problem(response: TestResponse) -> None:
    assert response.content_type == "application/problem+json"
    assert schema_validation.problems("problem", response.json) == []
    assert response.json is not None
    assert response.json["status"] == response.status_code


def refusal(response: TestResponse) -> tuple[int, str]:
    """Status and the stable word of a problem."""
    assert response.json is not None
    return response.status_code, response.json["type"].removeprefix("urn:jet-refunds:problem:")


def findings(response: TestResponse) -> list[tuple[str, str]]:
    assert response.json is not None
    return [(finding["code"], finding["pointer"]) for finding in response.json["errors"]]


def contents(data_dir: Path) -> list[str]:
    """All that the ledger holds, as SQL: equal before and after means that nothing was changed."""
    connection = sqlite3.connect(data_dir / "ledger.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
