"""vsftpd with TLS, which insists on session reuse. It has no MLSD.

Its anonymous user stands for the seller, with a password of its own: so no user of the system need be made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.sites.servers.server import ANY_PORT, HOST, OWNER, PASSWORD, Server, cutting, free_port, program, running

_CONFIGURATION = """
listen=YES
listen_address={host}
listen_port={port}
background=NO
seccomp_sandbox=NO
isolate=NO
isolate_network=NO
anonymous_enable=YES
ftp_username={user}
anon_root={root}
secure_email_list_enable=YES
email_password_file={passwords}
write_enable=YES
anon_upload_enable=YES
anon_mkdir_write_enable=YES
anon_other_write_enable=YES
anon_world_readable_only=NO
anon_umask=022
secure_chroot_dir={empty}
delay_failed_login=0
ssl_enable={tls}
pasv_min_port={first}
pasv_max_port={last}
allow_anon_ssl=YES
force_anon_logins_ssl=YES
force_anon_data_ssl=YES
require_ssl_reuse=YES
rsa_cert_file={certificate}
utf8_filesystem=YES
xferlog_enable=NO
"""


@contextmanager
def serving(
    folder: Path, certificate: Path, *, tls: bool = True, passive: Sequence[int] = ANY_PORT
) -> Iterator[Server]:
    root, empty = folder / "root", folder / "empty"
    root.mkdir()
    empty.mkdir()
    passwords, configuration = folder / "passwords", folder / "vsftpd.conf"
    passwords.write_text(PASSWORD + "\n")
    port = free_port()
    configuration.write_text(
        _CONFIGURATION.format(
            host=HOST,
            port=port,
            user=OWNER.pw_name,
            root=root,
            empty=empty,
            passwords=passwords,
            certificate=certificate,
            tls="YES" if tls else "NO",
            first=passive[0],
            last=passive[-1],
        ).lstrip()
    )
    with running([program("vsftpd", "vsftpd"), configuration], port, folder / "log") as process:
        yield Server(
            "vsftpd",
            f"ftp://anonymous@{HOST}:{port}",
            root,
            "required" if tls else "off",
            user="anonymous",
            owner=OWNER.pw_uid,
            cut=cutting(process),
        )
