"""The site's own certificate, made once and kept: the seller's side knows it by its fingerprint."""

from __future__ import annotations

import os
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from jet_refunds.errors import BadSettings

FILE = "site-server.pem"
_YEARS = 20
"""It is known by its fingerprint, and a new one would have to be compared again."""


def own(folder: Path) -> Path:
    """Key and certificate in one file that only its owner reads; made when missing."""
    path = folder / FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = folder / f"{FILE}.new"
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_made(socket.gethostname() or "localhost"))
        new.replace(path)
    return path


def fingerprint(path: Path) -> str:
    """SHA-256, as clients show it. Raises BadSettings."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()
    except (OSError, ValueError) as error:
        raise BadSettings(f"{path} holds no certificate that can be read ({error}).") from error


def _made(host: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * _YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
