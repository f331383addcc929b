"""Servers that do it their own way: what a strict client would trip over, each played by a real server in part."""

from __future__ import annotations

import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteError, SiteRefused
from jet_refunds.transports import ftp_client
from jet_refunds_demo.ftp_site import FtpSite
from tests.sites.servers.opening import open_at
from tests.sites.servers.pyftpdlib import Plain
from tests.sites.servers.variants import serving, variant, without

# -- listings


def _nlst_without_options(self: Any, path: str) -> Any:
    """-a is taken for a part of the name; an empty folder is an error."""
    folder = Path(path)
    if "-a" in path or not folder.is_dir() or not any(folder.iterdir()):
        return self.respond("550 No files found.")
    return Plain.ftp_NLST(self, path)


def test_a_listing_without_options_and_with_550_for_an_empty_folder(tmp_path: Path) -> None:
    handler = variant(ftp_NLST=_nlst_without_options, **without("MLSD", "MLST"))
    with serving(tmp_path, handler) as (site, server):
        assert site.names("JetRefunds/Acks") == []
        (server.acks / "x_Ack.csv").touch()
        assert site.names("JetRefunds/Acks") == ["x_Ack.csv"]
        with pytest.raises(NotThere):
            site.names("Nowhere")
        assert site.abilities == {"SIZE"}


def test_a_listing_of_whole_paths(tmp_path: Path) -> None:
    def nlst(self: Any, path: str) -> None:
        lines = [f"JetRefunds/{entry.name}\r\n" for entry in sorted(Path(path.replace("-a ", "")).iterdir())]
        self.push_dtp_data("".join(lines).encode(), cmd="NLST")

    with serving(tmp_path, variant(ftp_NLST=nlst, **without("MLSD", "MLST"))) as (site, server):
        (server.refunds / "x.csv").touch()
        assert site.names("JetRefunds") == ["Acks", "x.csv"]


def test_mlsd_that_is_promised_and_not_kept(tmp_path: Path) -> None:
    with serving(tmp_path, variant(ftp_MLSD=lambda self, _path: self.respond("502 Not here."))) as (site, server):
        (server.refunds / "x.csv").touch()
        assert sorted(site.names("JetRefunds")) == ["Acks", "x.csv"]
        assert site.abilities == {"SIZE"}


def test_a_listing_that_says_450_for_an_empty_folder(tmp_path: Path) -> None:
    handler = variant(ftp_NLST=lambda self, _path: self.respond("450 No files."), **without("MLSD", "MLST"))
    with serving(tmp_path, handler) as (site, _):
        assert site.names("JetRefunds/Acks") == []


# -- sizes


@pytest.mark.parametrize("missing", [("SIZE",), ("SIZE", "MLSD", "MLST"), ("SIZE", "MLSD", "MLST", "FEAT")])
def test_without_size_the_listing_or_the_file_itself_tells_it(tmp_path: Path, missing: tuple[str, ...]) -> None:
    with serving(tmp_path, variant(**without(*missing))) as (site, _):
        site.store("x.part", b"12345")
        assert site.size("x.part") == 5
        assert site.size("nothing.part") is None
        site.rename("x.part", "JetRefunds/x.csv")
        assert site.size("JetRefunds/x.csv") == 5
        with pytest.raises(NotThere):
            site.rename("x.part", "JetRefunds/y.csv")
        assert "SIZE" not in site.abilities


def test_size_that_answers_550_for_every_file_is_seen_through(tmp_path: Path) -> None:
    """As others answer of a file that is not there: what was just stored tells which it is."""
    with serving(tmp_path, variant(ftp_SIZE=lambda self, _path: self.respond("550 Not here."))) as (site, _):
        site.store("x.part", b"12345")
        assert site.size("x.part") == 5
        site.rename("x.part", "JetRefunds/x.csv")
        assert site.size("JetRefunds/x.csv") == 5
        assert site.size("nothing.part") is None
        assert "SIZE" not in site.abilities


@pytest.mark.parametrize("size", [0, 56])
def test_size_that_says_the_same_of_everything_is_seen_through(tmp_path: Path, size: int) -> None:
    """Else no name would ever be free, and nothing ever uploaded whole."""
    with serving(tmp_path, variant(ftp_SIZE=lambda self, _path: self.respond(f"213 {size}"))) as (site, _):
        assert site.size("JetRefunds/x.csv") is None
        site.store("x.part", b"12345")
        assert site.size("x.part") == 5
        site.rename("x.part", "JetRefunds/x.csv")
        assert site.size("JetRefunds/x.csv") == 5


def test_size_that_says_0_of_what_is_there_is_seen_through(tmp_path: Path) -> None:
    def size(self: Any, path: str) -> None:
        self.respond("213 0" if Path(path).exists() else "550 No such file.")

    with serving(tmp_path, variant(ftp_SIZE=size)) as (site, _):
        assert site.size("x.part") is None
        site.store("x.part", b"12345")
        assert site.size("x.part") == 5
        assert "SIZE" not in site.abilities


def test_an_upload_that_was_cut_is_not_taken_for_a_lie(tmp_path: Path) -> None:
    with serving(tmp_path, Plain) as (site, server):
        site.store("x.part", b"12345")
        (server.folder / "x.part").write_bytes(b"123")
        assert site.size("x.part") == 3
        assert "SIZE" in site.abilities


# -- what is refused though everybody has it


@pytest.mark.parametrize("answer", ["450 Not now.", "500 What?", "502 Not here.", "530 No.", "550 No."])
@pytest.mark.parametrize("command", ["FEAT", "OPTS", "TYPE", "PWD"])
def test_a_command_that_we_can_do_without_is_done_without(tmp_path: Path, command: str, answer: str) -> None:
    refused = {f"ftp_{command}": lambda self, _line: self.respond(answer)}
    with serving(tmp_path, variant(**refused, **without("MLSD", "MLST"))) as (site, server):
        site.store("x.part", b"12345")
        assert site.size("x.part") == 5
        assert not site.make_folder("JetRefunds/Acks")
        assert site.make_folder("JetRefunds/More")
        assert site.names("JetRefunds/More") == []
        with pytest.raises(NotThere):
            site.names("JetRefunds/Nowhere")
        site.rename("x.part", "JetRefunds/x.csv")
        assert (server.refunds / "x.csv").read_bytes() == b"12345"


@pytest.mark.parametrize("answer", ["450 Not now.", "500 What?", "502 Not here.", "503 In this order?"])
@pytest.mark.parametrize("refused", [("NOOP",), ("NOOP", "PWD")])
def test_a_read_that_ends_early_needs_no_noop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refused: tuple[str, ...], answer: str
) -> None:
    """What comes after a file that was not read to its end is not taken for the answer to the next command."""
    monkeypatch.setattr(ftp_client, "QUIET", 0.2)
    commands = {f"ftp_{command}": lambda self, _line: self.respond(answer) for command in refused}
    with serving(tmp_path, variant(**commands)) as (site, server):
        (server.folder / "long.csv").write_bytes(b"x" * 5_000_000)
        for _ in range(2):
            assert site.read("long.csv", 10) == b"x" * 10
            assert site.size("long.csv") == 5_000_000
            assert site.size("nothing.csv") is None


def once(command: str, answer: str) -> dict[str, Any]:
    """The server answers so the first time, and later as it should."""
    answers = [answer]
    usual = getattr(Plain, f"ftp_{command}")
    return {f"ftp_{command}": lambda self, line: self.respond(answers.pop()) if answers else usual(self, line)}


@pytest.mark.parametrize("answer", ["421 Busy.", "450 Busy.", "500 What?"])
@pytest.mark.parametrize("command", ["TYPE", "PASV", "SIZE", "MLSD", "STOR"])
def test_what_is_refused_once_is_asked_for_again(tmp_path: Path, command: str, answer: str) -> None:
    """In one connection, as long as it lasts: a server that is busy for a moment has not lost what it can do."""
    quirks = once(command, answer) | {"ftp_EPSV": lambda self, _line: self.respond("502 Not here.")}
    with FtpSite(tmp_path, handler=variant(**quirks)) as server:
        address = SiteAddress.parse(server.url)
        for _ in range(3):  # it may be the connection that ends
            with suppress(SiteError), open_at(address, server.password) as site:
                for _ in range(4):
                    with suppress(SiteRefused):
                        site.store("x.part", b"1\r\n2\r\n")
                        assert "JetRefunds" in site.names("")
                assert site.size("x.part") == 6
                assert site.read("x.part", 10) == b"1\r\n2\r\n"
                return
        pytest.fail("it does not recover")


@pytest.mark.parametrize("answer", ["257 the current directory", "257", '257 "" is the folder', "250 /"])
def test_a_site_that_does_not_say_where_it_is_comes_back_from_a_folder(tmp_path: Path, answer: str) -> None:
    handler = variant(ftp_PWD=lambda self, _line: self.respond(answer), **without("MLSD", "MLST"))
    with serving(tmp_path, handler) as (site, server):
        assert not site.make_folder("JetRefunds/Acks")
        assert site.names("JetRefunds/Acks") == []
        site.store("x.part", b"1")
        assert (server.folder / "x.part").exists()


def test_passive_transfers_by_epsv_alone(tmp_path: Path) -> None:
    handler = variant(ftp_PASV=lambda self, _line: self.respond("502 PASV is off."))
    with serving(tmp_path, handler) as (site, server):
        site.store("x.part", b"12345")
        assert site.read("x.part", 10) == b"12345"
        assert (server.folder / "x.part").read_bytes() == b"12345"


def test_pasv_that_is_answered_as_epsv(tmp_path: Path) -> None:
    handler = variant(ftp_PASV=lambda self, line: Plain.ftp_EPSV(self, line))
    with serving(tmp_path, handler) as (site, _):
        site.store("x.part", b"12345")
        assert site.read("x.part", 10) == b"12345"


def test_a_size_that_is_550_after_a_move_says_nothing_against_size(tmp_path: Path) -> None:
    with serving(tmp_path, Plain) as (site, _):
        site.store("x.part", b"12345")
        site.rename("x.part", "JetRefunds/x.csv")
        assert site.size("x.part") is None
        site.store("y.part", b"1")
        site.delete("y.part")
        assert site.size("y.part") is None
        assert "SIZE" in site.abilities


# -- names


def test_a_site_that_does_not_speak_utf_8_is_spoken_to_in_latin_1(tmp_path: Path) -> None:
    handler = variant(encoding="latin-1", **without("FEAT"))
    handler.ftp_FEAT = lambda self, _line: self.push("211-Features:\r\n SIZE\r\n211 End.\r\n")
    handler.proto_cmds = Plain.proto_cmds
    with serving(tmp_path, handler) as (site, server):
        site.store("Bestätigung.part", b"1")
        assert site.size("Bestätigung.part") == 1
        assert "Bestätigung.part" in site.names("")
        assert server.listing() == ["Bestätigung.part"]


def test_words_that_are_not_utf_8_do_not_break_the_connection(tmp_path: Path) -> None:
    def refuse(self: Any, _path: str) -> None:
        self.push("550 Datei nicht verfügbar.\r\n")

    handler = variant(ftp_DELE=refuse, encoding="latin-1")
    with serving(tmp_path, handler) as (site, server):
        (server.folder / "x.part").touch()
        with pytest.raises(SiteRefused, match="Datei nicht verfügbar"):
            site.delete("x.part")


# -- signing in


@pytest.mark.parametrize("password", ["Apfelbäume im Mai", "orchard for 5 €uro", "сад в мае двенадцать"])
def test_a_password_in_any_letters_opens_the_site_and_is_in_no_message(tmp_path: Path, password: str) -> None:
    with FtpSite(tmp_path, handler=Plain, password=password) as server:
        address = SiteAddress.parse(server.url)
        with open_at(address, password) as site:
            assert site.names("") == ["JetRefunds"]
        server.password = "another"
        with pytest.raises(SiteRefused) as caught, open_at(address, password):
            pass
    assert str(caught.value) == (
        "The FTP site refused the user name or the password of seller. Enter the password again."
    )
    reported = "".join(traceback.format_exception(caught.value))
    for letter in filter(lambda letter: not letter.isascii(), password):
        for shown in (letter, letter.encode().decode("latin-1"), ascii(letter)[1:-1]):
            assert shown not in reported
