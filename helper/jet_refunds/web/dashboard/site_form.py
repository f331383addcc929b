"""The FTP site's settings: address, encryption, password. The password goes to the keychain and is never shown."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import BadSettings, KeychainUnavailable
from jet_refunds.web.dashboard.home import SiteFields, render
from jet_refunds.web.services import Services


def install(pages: Blueprint, services: Services) -> None:
    @pages.post("/site")
    def site() -> ResponseReturnValue:
        """Save, and with the second button try all that a delivery needs."""
        url, tls = request.form.get("url", ""), request.form.get("tls", "auto")
        password = request.form.get("password") or None
        shown = SiteFields(without_password(url), tls)
        try:
            address = SiteAddress.parse(url, tls)
        except BadSettings as error:
            return render(services, site=shown, wrong={"url": str(error)}), 422
        try:
            services.seller_site.change(address, password)
        except KeychainUnavailable as error:
            return render(services, site=shown, wrong={"password": str(error)}), 422
        except BadSettings as error:
            return render(services, site=shown, wrong={"url": str(error)}), 422
        if request.form.get("then") != "test":
            services.site_tests.forget()
            return redirect(url_for("dashboard.home", saved=1, _anchor="site"), 303)
        services.site_tests.begin(has_new_password=password is not None)
        return _to_the_test()

    @pages.post("/site/trust")
    def trust() -> ResponseReturnValue:
        """The seller has compared the fingerprint of the site's certificate or key: pin it, and try once more."""
        try:
            services.seller_site.trust(request.form.get("fingerprint", ""))
        except BadSettings as error:
            return render(services, wrong={"url": str(error)}), 422
        services.site_tests.begin()
        return _to_the_test()


def _to_the_test() -> ResponseReturnValue:
    """It runs by itself: the page shows how far it has come, whenever it is looked at."""
    return redirect(url_for("dashboard.home", _anchor="site"), 303)


def without_password(url: str) -> str:
    """What was typed, fit to be shown again: people paste addresses with the password inside."""
    scheme, mark, rest = url.partition("://") if "://" in url else ("", "", url)
    user, _, tail = rest.partition(":")
    if "@" in user or "/" in user or "@" not in tail:
        return url
    return f"{scheme}{mark}{user}@{tail.rpartition('@')[2]}"
