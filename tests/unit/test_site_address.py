"""Where the site is: one spelling for each, and never a password in it."""

from __future__ import annotations

import pytest

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import BadSettings


@pytest.mark.parametrize(
    ("url", "address", "spelling"),
    [
        ("ftp://seller@ftp.example.com", ("seller", "ftp.example.com", 21, "/"), "ftp://seller@ftp.example.com:21/"),
        ("ftp://s@h:2121/a/b/", ("s", "h", 2121, "/a/b"), "ftp://s@h:2121/a/b"),
        ("  ftp://s@H.Example.COM/ \n", ("s", "h.example.com", 21, "/"), "ftp://s@h.example.com:21/"),
        ("ftp://me%40shop.com@h", ("me@shop.com", "h", 21, "/"), "ftp://me%40shop.com@h:21/"),
        ("ftp://s@[::1]:2100/x%20y", ("s", "::1", 2100, "/x y"), "ftp://s@[::1]:2100/x%20y"),
        ("ftps://s@h", ("s", "h", 990, "/"), "ftps://s@h:990/"),
        ("sftp://s@h/in", ("s", "h", 22, "/in"), "sftp://s@h:22/in"),
        ("file:///srv/shop%20one/", ("", "", 0, "/srv/shop one"), "file:///srv/shop%20one"),
    ],
)
def test_an_address_is_read_and_written_in_one_spelling(
    url: str, address: tuple[str, str, int, str], spelling: str
) -> None:
    read = SiteAddress.parse(url)
    assert (read.user, read.host, read.port, read.path) == address
    assert read.url == spelling
    assert SiteAddress.parse(read.url) == read


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp.example.com",
        "http://s@h",
        "sftp://h",
        "scp://s@h",
        "file://s@h/x",
        "file:folder",
        "ftp://h",
        "ftp://s@",
        "ftp://s@h:99999",
        "ftp://s@h:x",
        "ftp://s@[::1",
        "ftp://s@h/?a=1",
        "ftp://s@h/#a",
        "ftp://s@h/a%0d%0aDELE%20x",
        "ftp://s%00@h",
        "ftp://s@h/\udcff",
        "ftp://s@h/" + "a" * 2_000,
        "ftp://s@h/" + "é" * 700,
    ],
)
def test_any_other_address_is_refused_with_an_example_of_a_right_one(url: str) -> None:
    with pytest.raises(BadSettings, match="ftp://USER@HOST:PORT/PATH"):
        SiteAddress.parse(url)


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(BadSettings) as caught:
        SiteAddress.parse("ftp://seller:orchard@h")
    assert "orchard" not in str(caught.value)


def test_tls_is_auto_required_or_off() -> None:
    assert SiteAddress.parse("ftp://s@h").tls == "auto"
    assert SiteAddress.parse("ftp://s@h", "off").tls == "off"
    with pytest.raises(BadSettings, match="auto, required or off"):
        SiteAddress.parse("ftp://s@h", "on")
