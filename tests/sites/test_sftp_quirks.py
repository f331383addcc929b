"""SFTP servers that tell little of a file: no size, no permissions, nothing at all."""

from __future__ import annotations

from pathlib import Path

import paramiko
import pytest

from jet_refunds.errors import NotThere
from tests.sites.servers.opening import open_at
from tests.sites.servers.paramiko_sftp import Told, serving
from tests.sites.servers.server import PASSWORD


def no_size(attributes: paramiko.SFTPAttributes) -> None:
    attributes._flags &= ~attributes.FLAG_SIZE
    attributes.st_size = None


def no_permissions(attributes: paramiko.SFTPAttributes) -> None:
    attributes._flags &= ~attributes.FLAG_PERMISSIONS
    attributes.st_mode = None


def nothing(attributes: paramiko.SFTPAttributes) -> None:
    attributes._flags = 0
    attributes.st_size = attributes.st_mode = attributes.st_uid = attributes.st_gid = None
    attributes.st_atime = attributes.st_mtime = None


@pytest.mark.parametrize("told", [no_size, no_permissions, nothing])
def test_a_server_that_tells_little_of_a_file_is_delivered_to(tmp_path: Path, told: Told) -> None:
    with serving(tmp_path, told) as address, open_at(address, PASSWORD) as site:
        assert site.make_folder("JetRefunds")
        assert not site.make_folder("JetRefunds")
        assert site.size("x.part") is None
        site.store("x.part", b"12345")
        assert site.size("x.part") == 5
        site.rename("x.part", "JetRefunds/x.csv")
        assert site.size("JetRefunds/x.csv") == 5
        assert site.names("JetRefunds") == ["x.csv"]
        assert site.read("JetRefunds/x.csv", 10) == b"12345"
        with pytest.raises(NotThere):
            site.rename("x.part", "JetRefunds/y.csv")
        site.delete("JetRefunds/x.csv")
        with pytest.raises(NotThere):
            site.delete("JetRefunds/x.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["JetRefunds"]
