"""The site's password from the environment: no program that we start has it, and it goes to one server alone."""

from __future__ import annotations

import json
import stat
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jet_refunds.cli.commands import main
from jet_refunds.settings import PASSWORD_VARIABLE
from jet_refunds_demo.ftp_site import FtpSite
from jet_refunds_demo.helper_process import HelperProcess
from tests.support import documents as doc
from tests.support.http import Browser

PASSWORD = "orchard 4711"
STARTED = """#!/bin/sh
'''exec' "{python}" "$0" "$@" # a path with a space fits no first line
'''
import json, os, sys
with open({told!r}, "w") as told:
    json.dump([dict(os.environ), sys.argv[1:]], told)
"""


@pytest.fixture(name="told")
def _told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seller's browser, which writes down by what it was started."""
    program, told = tmp_path / "browser", tmp_path / "told.json"
    program.write_text(STARTED.format(python=sys.executable, told=str(told)), "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("BROWSER", str(program))
    return told


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> FtpSite:
    return FtpSite(tmp_path / "site", password=PASSWORD)


@pytest.mark.slow
def test_a_browser_that_a_command_starts_does_not_have_the_password(site: FtpSite, told: Path, tmp_path: Path) -> None:
    """Neither from `jet-refunds open` nor from a second start, which opens the page of the first."""
    with site, HelperProcess(tmp_path / "data", site.url, PASSWORD) as helper:
        for command in (("open",), ()):
            helper.tell(*command)
            environment, arguments = json.loads(told.read_text("utf-8"))
            assert arguments[0].startswith(f"http://127.0.0.1:{helper.port}/open/")
            assert environment["BROWSER"], "it is the environment that was given"
            assert PASSWORD_VARIABLE not in environment
            assert PASSWORD not in json.dumps(environment)
        assert helper.ask("site", "test")[-1]["ok"], "who is to have it has it"


@pytest.mark.parametrize("url", ["ftp://seller@127.0.0.1:9/", "sftp://seller@h:2121/", "ftp://other@h:2121/"])
def test_a_command_sets_no_other_server_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Said in words, and the address stays; another folder on the same server is set."""
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)

    def site_set(address: str) -> Result:
        return CliRunner().invoke(main, ["site", "set", address, "--data-dir", str(tmp_path)])

    assert site_set("ftp://seller@h:2121/").exit_code == 0
    refused = site_set(url)
    assert (refused.exit_code, "change url in config.toml" in refused.output) == (1, True)
    assert "ftp://seller@h:2121/" in (tmp_path / "config.toml").read_text("utf-8")
    assert site_set("ftp://seller@h:2121/folder").exit_code == 0


@pytest.mark.slow
def test_a_helper_that_runs_gives_it_to_no_server_that_came_later(site: FtpSite, tmp_path: Path) -> None:
    """Whatever wrote config.toml meanwhile; the page says why nothing goes."""
    evil = FtpSite(tmp_path / "evil", password=PASSWORD)
    with site, evil, HelperProcess(tmp_path / "data", site.url, PASSWORD) as helper:
        browser = Browser(helper)
        config = helper.data_dir / "config.toml"
        config.write_text(config.read_text("utf-8").replace(f":{site.port}", f":{evil.port}"), "utf-8")
        _, refund = browser.ask("POST", "/v1/refunds", doc.refund())
        browser.ask("POST", f"/v1/refunds/{refund['id']}/send", {})
        end = time.monotonic() + 20
        while "was given for" not in json.dumps(browser.ask("GET", "/v1/health")[1]):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert not list(evil.folder.rglob("*.csv"))
