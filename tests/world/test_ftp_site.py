"""The seller's FTP site, through the standard library's client."""

from __future__ import annotations

import ftplib
import io
from pathlib import Path

import pytest

from jet_refunds_demo.ftp_site import FtpSite

NAME = "JET_REFUND_072316143000.csv"


def sign_in(site: FtpSite, password: str | None = None) -> ftplib.FTP:
    line = ftplib.FTP(timeout=10, encoding="utf-8")
    try:
        line.connect(site.host, site.port)
        line.login(site.user, site.password if password is None else password)
    except ftplib.all_errors:
        line.close()
        raise
    return line


def test_the_two_folders_of_the_article_are_there(site: FtpSite) -> None:
    with sign_in(site) as line:
        assert line.nlst() == ["JetRefunds"]
        assert line.nlst("JetRefunds") == ["Acks"]


def test_a_site_may_start_without_them(tmp_path: Path) -> None:
    with FtpSite(tmp_path / "bare", prepared=False) as site, sign_in(site) as line:
        assert line.nlst() == []
        line.mkd("JetRefunds")
        assert site.refunds.is_dir()


def test_nobody_leaves_the_folder(site: FtpSite) -> None:
    outside = site.folder.parent / "secret.txt"
    outside.write_text("not for the site")
    with sign_in(site) as line:
        line.cwd("..")
        assert line.pwd() == "/"
        with pytest.raises(ftplib.error_perm):
            line.retrbinary("RETR ../secret.txt", lambda _: None)


def test_a_wrong_password_is_refused(site: FtpSite) -> None:
    with pytest.raises(ftplib.error_perm, match="530"):
        sign_in(site, "wrong")


def test_a_new_password_counts_from_the_next_sign_in(site: FtpSite) -> None:
    with sign_in(site) as line:
        old, site.password = site.password, "new"
        assert line.nlst() == ["JetRefunds"]
    with pytest.raises(ftplib.error_perm):
        sign_in(site, old)
    sign_in(site, "new").quit()


def test_a_stopped_site_cuts_its_lines_and_comes_back_on_the_same_port(site: FtpSite) -> None:
    port = site.port
    with sign_in(site) as line:
        site.stop()
        with pytest.raises((EOFError, OSError)):
            line.voidcmd("NOOP")
    with pytest.raises(ConnectionRefusedError):
        sign_in(site)
    site.start()
    assert site.port == port
    sign_in(site).quit()


def test_a_file_is_remembered_when_it_appears_under_its_final_name(site: FtpSite) -> None:
    with sign_in(site) as line:
        line.storbinary("STOR staged.tmp", io.BytesIO(b"a,b\r\n"))
        line.rename("staged.tmp", "JetRefunds/.staged.tmp")
        assert site.history == {}
        line.rename("JetRefunds/.staged.tmp", f"JetRefunds/{NAME}")
    assert site.history == {NAME: [b"a,b\r\n"]}
    assert site.listing() == [f"JetRefunds/{NAME}"]


def test_a_file_that_appears_twice_is_remembered_twice(site: FtpSite) -> None:
    with sign_in(site) as line:
        line.storbinary(f"STOR JetRefunds/{NAME}", io.BytesIO(b"first"))
        line.storbinary("STOR second.tmp", io.BytesIO(b"second"))
        line.rename("second.tmp", f"JetRefunds/{NAME}")
        line.delete(f"JetRefunds/{NAME}")
    assert site.history == {NAME: [b"first", b"second"]}


def test_an_acknowledgement_is_no_refund_file(site: FtpSite) -> None:
    with sign_in(site) as line:
        line.storbinary("STOR JetRefunds/Acks/x_Ack.csv", io.BytesIO(b"Status"))
    assert site.history == {}
