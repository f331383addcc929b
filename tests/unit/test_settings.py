"""config.toml: what the seller may set, and what is refused in words."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from jet_refunds import schema_validation, settings
from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import BadSettings
from jet_refunds.settings import CONFIG, Settings, load


def written(folder: Path, text: str) -> Path:
    (folder / CONFIG).write_text(text, encoding="utf-8")
    return folder


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    found = load(tmp_path)
    assert (found.port, found.undo_seconds, found.alt_refund_prefix, found.alt_refund_start) == (23750, 10, "JR-", 1)
    assert found.site is None


def test_the_file_s_values_hold(tmp_path: Path) -> None:
    found = load(
        written(
            tmp_path,
            'port = 4000\nundo_seconds = 0\nalt_refund_prefix = "SHOP2-"\nalt_refund_start = 700\nrows_per_file = 5\n'
            '[site]\nurl = "ftp://seller@ftp.example.com"\ntls = "required"\n',
        )
    )
    assert (found.port, found.undo_seconds, found.rows_per_file) == (4000, 0, 5)
    assert found.alt_refund_id(found.alt_refund_start) == "SHOP2-00700"
    assert found.site == SiteAddress("seller", "ftp.example.com", 21, "/", "required")


def test_the_command_line_comes_last_and_none_is_not_said(tmp_path: Path) -> None:
    written(tmp_path, "port = 4000\n")
    assert load(tmp_path, port=5000).port == 5000
    assert load(tmp_path, port=None).port == 4000


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("prot = 1\n", "prot"),
        ('data_dir = "/elsewhere"\n', "data_dir"),
        ("port = 70000\n", "port"),
        ('port = "23750"\n', "port"),
        ("port = true\n", "port"),
        ("undo_seconds = -1\n", "undo_seconds"),
        ("undo_seconds = 1.5\n", "undo_seconds"),
        ("alt_refund_start = 0\n", "alt_refund_start"),
        ("rows_per_file = 0\n", "rows_per_file"),
        ("minutes_ahead = -1\n", "minutes_ahead"),
        ('alt_refund_prefix = "JR_"\n', "alt_refund_prefix"),
        ('alt_refund_prefix = "-JR"\n', "alt_refund_prefix"),
        ('alt_refund_prefix = "J R"\n', "alt_refund_prefix"),
        ('alt_refund_prefix = "ÄR"\n', "alt_refund_prefix"),
        ('alt_refund_prefix = "JR\\n"\n', "alt_refund_prefix"),
        ("alt_refund_prefix = 5\n", "alt_refund_prefix"),
        (f'alt_refund_prefix = "{"J" * 21}"\n', "alt_refund_prefix"),
        ("port = \n", CONFIG),
        ("[site]\n", "site"),
        ('site = "ftp://u@h"\n', "site"),
        ('[site]\nurl = "ftp://u@h"\npassword = "x"\n', "site"),
        ('[site]\nurl = "http://u@h"\n', "ftp://"),
        ('[site]\nurl = "ftp://u@h"\ntls = "maybe"\n', "tls"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(BadSettings, match=named):
        load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("port = " + "9" * 5_000, "cannot be read"),
        ("port = 0x" + "f" * 5_000, "port is something that is too large"),
        ("port = " + "[" * 2_000, "cannot be read"),
        ("port" + ".a" * 4_000 + " = 1", "port is something that is too large"),
        ("alt_refund_prefix" + ".a" * 3_900 + " = 1", "alt_refund_prefix is something that is too large"),
        ('port = "' + "9" * 5_000 + '"', "port is '9{99}…: use"),
        ("site.url" + ".a" * 4_000 + " = 1", "each of them in quotes"),
        ("site.url = 5", "each of them in quotes"),
        ('[site]\nurl = "ftp://u@h"\ntls = true', "each of them in quotes"),
        ('[site]\nurl = "ftp://u@h/' + "a" * 3_000 + '"', "too long"),
        ("#" * (settings.LONGEST + 1), "too long"),
    ],
    ids=lambda text: text[:24],
)
def test_what_is_too_large_to_be_meant_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadSettings, match=said):
        load(written(tmp_path, text))


def test_a_site_for_which_there_is_no_room_is_not_saved(tmp_path: Path) -> None:
    text = "#" * (settings.LONGEST - 10)
    with pytest.raises(BadSettings, match="too long with the site in it"):
        settings.save_site(written(tmp_path, text), NEW_SITE)
    assert (tmp_path / CONFIG).read_text("utf-8") == text
    assert load(tmp_path).site is None


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_bytes(b"port = \xff\n")
    with pytest.raises(BadSettings):
        load(tmp_path)


def test_saving_the_site_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    written(tmp_path, 'undo_seconds = 30\n[site]\nurl = "ftp://old@h"\n')
    settings.save_site(tmp_path, SiteAddress.parse("ftp://new@ftp.example.com:2121/shop", "off"))
    found = load(tmp_path)
    assert found.undo_seconds == 30
    assert found.site == SiteAddress("new", "ftp.example.com", 2121, "/shop", "off")
    assert sorted(path.name for path in tmp_path.iterdir()) == [CONFIG]


FINGERPRINT = "ab" * 32
COMMENTED = f"""\
# Ana's shop. Ask her before the prefix changes.
alt_refund_prefix = "SHOP-"   # since May

undo_seconds = 30

# The site
[site]  # of the new provider
url = "ftp://old@h"  # not the old one
tls = "required"
fingerprint = "{FINGERPRINT}"
"""
NEW_SITE = SiteAddress.parse("ftp://new@ftp.example.com:2121/shop", "off")


def test_saving_the_site_keeps_the_seller_s_comments_order_and_blank_lines(tmp_path: Path) -> None:
    settings.save_site(written(tmp_path, COMMENTED), NEW_SITE)
    assert (tmp_path / CONFIG).read_text("utf-8") == (
        COMMENTED.replace("ftp://old@h", "ftp://new@ftp.example.com:2121/shop")
        .replace('"required"', '"off"')
        .replace(f'fingerprint = "{FINGERPRINT}"\n', "")
    )


def test_saving_the_site_keeps_the_line_endings_of_windows(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_bytes(COMMENTED.replace("\n", "\r\n").encode())
    settings.save_site(tmp_path, NEW_SITE)
    lines = (tmp_path / CONFIG).read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert all(line.endswith(b"\r") and line.count(b"\r") == 1 for line in lines)
    assert load(tmp_path).site == NEW_SITE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# no site yet",
        "undo_seconds = 30",
        'site = { url = "ftp://old@h", tls = "required" }\nundo_seconds = 30\n',
        f'site.url = "ftp://old@h"\nundo_seconds = 30\nsite.fingerprint = "{FINGERPRINT}"\n',
        '"site"."url" = "ftp://old@h"\n',
    ],
)
def test_a_site_is_saved_however_the_file_writes_it(tmp_path: Path, text: str) -> None:
    undo_seconds = load(written(tmp_path, text)).undo_seconds
    settings.save_site(tmp_path, NEW_SITE)
    assert (load(tmp_path).site, load(tmp_path).undo_seconds) == (NEW_SITE, undo_seconds)


MARKED = pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
"""As an editor on Windows may save it."""


def marked(folder: Path, text: str, encoding: str) -> Path:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    (folder / CONFIG).write_bytes(mark + text.replace("\n", "\r\n").encode(encoding))
    return folder


@MARKED
def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path, encoding: str) -> None:
    found = load(marked(tmp_path, '# Lámpara\nundo_seconds = 0\nalt_refund_prefix = "SHOP-"\n', encoding))
    assert (found.undo_seconds, found.alt_refund_prefix) == (0, "SHOP-")


@MARKED
def test_saving_the_site_keeps_the_mark_and_the_rest(tmp_path: Path, encoding: str) -> None:
    settings.save_site(marked(tmp_path, "# Lámpara\nundo_seconds = 30\n", encoding), NEW_SITE)
    assert (load(tmp_path).site, load(tmp_path).undo_seconds) == (NEW_SITE, 30)
    assert (tmp_path / CONFIG).read_bytes().startswith("\ufeff# Lámpara\r\nundo_seconds = 30\r\n".encode())
    settings.save_site(tmp_path, NEW_SITE)
    assert (tmp_path / CONFIG).read_text("utf-8").count("\ufeff") == 1


def test_a_file_in_a_code_page_is_not_changed_and_it_is_said_what_to_do(tmp_path: Path) -> None:
    (tmp_path / CONFIG).write_bytes("# Lámpara\n".encode("cp1252"))
    with pytest.raises(BadSettings, match="Save it as UTF-8"):
        settings.save_site(tmp_path, NEW_SITE)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(CONFIG, b"# L\xe1mpara\n")]


@pytest.mark.parametrize("number", [1, 42, 99999, 100000, 10**9])
@pytest.mark.parametrize("prefix", ["", "JR-", "7", "J" * 20])
def test_an_alt_refund_id_has_five_characters_or_more_and_fits_a_url(tmp_path: Path, prefix: str, number: int) -> None:
    """Jet's schema: at least 5; a segment of a URL."""
    made = Settings(tmp_path, alt_refund_prefix=prefix).alt_refund_id(number)
    assert made.startswith(prefix)
    status_schema = {"$ref": "https://jet-refunds.invalid/schemas/common.json#/$defs/alt_refund_id"}
    assert list(schema_validation.validator("common").evolve(schema=status_schema).iter_errors(made)) == []


def test_the_data_folder_may_be_named_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.DATA_DIR_VARIABLE, str(tmp_path))
    assert settings.default_data_dir() == tmp_path
    monkeypatch.delenv(settings.DATA_DIR_VARIABLE)
    assert settings.default_data_dir().name == "jet-refunds"
