"""A program on our port: the helper does not start beside it, says what to do, and tells it nothing."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from jet_refunds_demo.ftp_site import FtpSite
from jet_refunds_demo.helper_process import HelperFailed
from tests.support.forked_helper import ForkedHelper


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_program_that_sits_on_the_port_is_named_and_told_nothing(tmp_path: Path, address: str) -> None:
    with FtpSite(tmp_path / "site") as site, socket.create_server((address, 0)) as squatter:
        port = squatter.getsockname()[1]
        helper = ForkedHelper(tmp_path / "data", site, port=port)
        with pytest.raises(HelperFailed):
            helper.start(5)
        assert f"Another program uses port {port}." in helper.log_tail()
        squatter.setblocking(False)
        with pytest.raises(BlockingIOError):
            squatter.accept()
