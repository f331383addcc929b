"""The helper's HTTP face: a factory that is a checklist. One module a noun; every refusal is a problem document."""

from __future__ import annotations

from flask import Flask

from jet_refunds.web import dashboard, files, guard, health, orders, page_codes, pairing, problems, refunds
from jet_refunds.web.parts import Parts


def create_app(parts: Parts) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = guard.BODY_LIMIT
    problems.install(app)
    guard.install(app, parts)
    app.register_blueprint(health.blueprint(parts))
    app.register_blueprint(pairing.blueprint(parts))
    app.register_blueprint(page_codes.blueprint(parts))
    app.register_blueprint(orders.blueprint(parts))
    app.register_blueprint(refunds.blueprint(parts))
    app.register_blueprint(files.blueprint(parts))
    app.register_blueprint(dashboard.blueprint(parts))
    return app
