"""The helper's one page: what waits and why, the last refunds, pairing a browser, the FTP site, and how each part is.

    session.py     the one-time link, the cookie, the CSRF token
    home.py        the page and a refund's own page
    pair.py        a code for a browser, and ending a pairing
    sending.py     pause, send now, and settling what nobody knows
    answers.py     what was answered to a file, and what a person says of its rows
    site_form.py   the site's settings and their trial
    template_filters.py  states, moments and amounts for the eye

Everything comes from this helper: no script, style or picture of anybody else's, and none inside the page.
"""

from __future__ import annotations

from flask import Blueprint

from jet_refunds.web.dashboard import answers, home, pair, sending, session, site_form, template_filters
from jet_refunds.web.services import Services


def blueprint(services: Services) -> Blueprint:
    pages = Blueprint(
        "dashboard", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
    )
    template_filters.install(pages)
    session.install(pages, services)
    home.install(pages, services)
    pair.install(pages, services)
    sending.install(pages, services)
    answers.install(pages, services)
    site_form.install(pages, services)
    return pages
