"""A folder that others write to, or whose system shows its files otherwise."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from jet_refunds.domain.site_address import SiteAddress
from jet_refunds.errors import NotThere, SiteRefused
from jet_refunds.interfaces import Site
from jet_refunds.transports.folder import open_folder


@pytest.fixture(name="share")
def _share(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "share").mkdir()
    (tmp_path / "secret").write_bytes(b"mine")
    with open_folder(SiteAddress.parse(f"file://{tmp_path / 'share'}"), "") as site:
        yield site


def link(path: Path) -> None:
    path.symlink_to(path.parents[1] / "secret")


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parents[1] / "nothing")


def fifo(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize("plant", [link, link_to_nothing, fifo, folder])
def test_what_is_planted_under_our_name_is_neither_followed_nor_waited_for(
    share: Site, tmp_path: Path, plant: object
) -> None:
    plant(tmp_path / "share" / "x.part")  # type: ignore[operator]
    with pytest.raises(SiteRefused):
        share.store("x.part", b"ours")
    with pytest.raises(SiteRefused):
        share.read("x.part", 10)
    assert (tmp_path / "secret").read_bytes() == b"mine"
    assert not (tmp_path / "nothing").exists()
    assert share.size("x.part") is not None, "the name is taken"


def test_inodes_that_change_at_each_look_are_no_share_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = Path.stat
    looks = iter(range(10**6))

    def changing(path: Path, **values: bool) -> os.stat_result:
        found = stat(path, **values)
        return os.stat_result((found.st_mode, next(looks), *found[2:]))

    monkeypatch.setattr(Path, "stat", changing)
    with open_folder(SiteAddress.parse(f"file://{tmp_path}"), "") as site:
        assert site.size("x") is None
        with pytest.raises(NotThere):
            site.read("x", 1)
