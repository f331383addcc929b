"""The helper's HTTP face: a factory that is a checklist. One module a noun; every refusal is a problem document."""

from __future__ import annotations

from flask import Flask

from jet_refunds.web import actor, dashboard, guard, problems, refusal_log
from jet_refunds.web.api import files, full_amounts, health, orders, page_codes, pairing, refunds
from jet_refunds.web.authentication import Authentication
from jet_refunds.web.services import Services


def create_app(services: Services) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.url_map.merge_slashes = False  # a path is asked for as it is, or refused
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = guard.BODY_LIMIT
    actor.install(app)
    refusal_log.install(app)
    problems.install(app)
    authentication = Authentication(services)
    authentication.install(app)
    guard.install(app, services, authentication)
    app.register_blueprint(health.blueprint(services, authentication))
    app.register_blueprint(pairing.blueprint(services))
    app.register_blueprint(page_codes.blueprint(services))
    app.register_blueprint(orders.blueprint(services))
    app.register_blueprint(full_amounts.blueprint(services))
    app.register_blueprint(refunds.blueprint(services))
    app.register_blueprint(files.blueprint(services))
    app.register_blueprint(dashboard.blueprint(services))
    return app
