"""Explicit FTPS against a real server with a certificate of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyftpdlib.handlers import TLS_FTPHandler

from jet_refunds.demo.ftp_site import FtpSite
from jet_refunds.errors import SiteRefused
from jet_refunds.site_address import SiteAddress
from jet_refunds.sites.ftp import open_ftp


def certificate(path: Path) -> Path:
    """Key and certificate for localhost, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture(name="server")
def _server(tmp_path: Path) -> Iterator[FtpSite]:
    """Takes a password and data over TLS only, and remembers who tried to sign in."""

    class Handler(TLS_FTPHandler):  # type: ignore[misc]
        certfile = str(certificate(tmp_path / "both.pem"))
        tls_control_required = True
        tls_data_required = True
        ssl_context = None

    with FtpSite(tmp_path / "site", handler=Handler) as server:
        yield server


def address(server: FtpSite, tls: str) -> SiteAddress:
    return SiteAddress.parse(f"ftp://{server.user}@localhost:{server.port}", tls)


@pytest.mark.parametrize("tls", ["auto", "required"])
def test_a_trusted_site_is_used_encrypted(
    server: FtpSite, tls: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "both.pem"))
    with open_ftp(address(server, tls), server.password) as site:
        assert site.security.startswith("TLSv1.")
        site.store("x.part", b"secret")
        site.rename("x.part", "JetRefunds/x.csv")
        assert sorted(site.names("JetRefunds")) == ["Acks", "x.csv"]
        assert site.read("JetRefunds/x.csv", 100) == b"secret"


@pytest.mark.parametrize("tls", ["auto", "required"])
def test_a_site_that_cannot_prove_who_it_is_gets_no_password(server: FtpSite, tls: str) -> None:
    with pytest.raises(SiteRefused, match="cannot be trusted"), open_ftp(address(server, tls), server.password):
        pass


def test_a_site_that_insists_on_encryption_says_so(server: FtpSite) -> None:
    with pytest.raises(SiteRefused, match="SSL/TLS required"), open_ftp(address(server, "off"), server.password):
        pass
