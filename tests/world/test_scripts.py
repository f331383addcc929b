"""The two commands: what they say when something is missing, and that they ask for nothing twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).parents[2] / "scripts"


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=SCRIPTS,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_is_there_is_not_asked_for() -> None:
    done = python("import setup_env as s; s.install_system_packages([s.Need('python3', 'python3')])")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_without_apt_the_missing_packages_are_named(tmp_path: Path) -> None:
    code = "import setup_env as s; s.install_system_packages([s.Need('xdotool', 'xdotool'), s.Need('gir1.2-gtk-3.0')])"
    done = python(code, PATH=str(tmp_path))
    assert "Missing on this computer: xdotool, gir1.2-gtk-3.0 (their names on Debian)" in done.stderr


def test_who_may_not_install_gets_the_exact_command(tmp_path: Path) -> None:
    """An apt-get that must not be run, for a person who is not root and has no sudo."""
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\necho it was run\n")
    apt.chmod(0o755)
    code = (
        "import os, setup_env as s\n"
        "os.geteuid = lambda: 1000\n"  # whoever runs the tests
        "try: s.install_system_packages([s.Need('xdotool', 'xdotool')])\n"
        "except s.CannotPrepare as missing: print(missing)"
    )
    done = python(code, PATH=str(tmp_path))
    assert done.stdout == (
        "Missing on this computer. Please run:\n"
        "  sudo apt-get update && sudo apt-get install --yes --no-install-recommends xdotool\n"
    ), done.stderr


def test_programs_run_with_the_virtual_environment_first_and_no_other_python() -> None:
    code = "import json, setup_env as s; print(json.dumps([s.environment_variables(), str(s.BIN)]))"
    variables, binaries = json.loads(python(code, PYTHONPATH="/nowhere").stdout)
    assert variables["PATH"].split(os.pathsep)[0] == binaries
    assert "PYTHONPATH" not in variables


def test_uv_asks_the_index_that_pip_is_set_up_to_use(tmp_path: Path) -> None:
    """A company's computer may reach only its own."""
    (tmp_path / "pip.conf").write_text("[global]\nindex-url = https://packages.example/simple\n", "utf-8")
    code = "from setup_env.virtual_environment import index_of_pip as i; print(i())"
    named = {"PIP_CONFIG_FILE": str(tmp_path / "pip.conf"), "PIP_INDEX_URL": ""}
    assert python(code, **named).stdout == "https://packages.example/simple\n"


def test_test_py_says_what_it_does() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "test.py", "--help"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0
    assert "--fast" in done.stdout


def test_the_check_of_a_submission_is_the_command_of_the_readme() -> None:
    run = (SCRIPTS.parent / ".ci" / "run").read_text("utf-8").splitlines()
    assert run[-1] == "exec python3 scripts/test.py"
