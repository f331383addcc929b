"""requirements-dev.txt, from which .venv is made, agrees with pyproject.toml and with what is installed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
RENEW = "run python3 scripts/lock.py"
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")


def asked() -> Iterator[Requirement]:
    """What pyproject.toml asks for: the product's dependencies, all groups, and what builds the wheel."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = project["dependency-groups"].values()
    entries = [entry for group in groups for entry in group if isinstance(entry, str)]
    yield from map(Requirement, [*project["project"]["dependencies"], *project["build-system"]["requires"], *entries])


def locked() -> list[Requirement]:
    """Each entry of the lock as NAME==VERSION; two systems or two Pythons may want two versions of one package."""
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")
    return [Requirement(line.removesuffix("\\")) for line in re.findall(r"^\w.*==.*", text, re.MULTILINE)]


def name(entry: Requirement) -> str:
    return canonicalize_name(entry.name)


def version(entry: Requirement) -> str:
    (pinned,) = entry.specifier
    return pinned.version


def installed() -> dict[str, str]:
    return {canonicalize_name(found.name): found.version for found in metadata.distributions()}


def applies(entry: Requirement, python: str) -> bool:
    """On Linux with this Python."""
    environment = {"python_version": python, "python_full_version": f"{python}.0"}
    on_linux = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}
    return entry.marker is None or entry.marker.evaluate({**environment, **on_linux})


@pytest.mark.parametrize("wanted", list(asked()), ids=str)
def test_the_lock_holds_what_pyproject_asks_for_within_its_bound(wanted: Requirement) -> None:
    """For each Python that it is asked for: two Pythons may want two versions."""
    pythons = [python for python in PYTHONS if applies(wanted, python)]
    assert pythons
    for python in pythons:
        versions = [version(entry) for entry in locked() if name(entry) == name(wanted) and applies(entry, python)]
        assert versions, f"requirements-dev.txt lacks {wanted.name} for Python {python}: {RENEW}"
        assert list(wanted.specifier.filter(versions)) == versions, f"{wanted} is asked for, {versions} locked: {RENEW}"


@pytest.mark.parametrize("library", ["flask-cors", "keyring", "paramiko", "pyftpdlib", "pystray", "waitress"])
def test_a_library_whose_inside_we_rely_on_is_bounded(library: str) -> None:
    """The comment beside it in pyproject.toml names the module that does, which says how."""
    (wanted,) = (each for each in asked() if name(each) == library)
    assert any(bound.operator in ("<", "<=", "==") for bound in wanted.specifier)
    (line,) = (line for line in (ROOT / "pyproject.toml").read_text("utf-8").splitlines() if f'"{library}>=' in line)
    modules = re.findall(r"[\w/]+(?:\*|\w)\.py", line.partition("#")[2])
    assert modules
    assert all(list((ROOT / "helper/jet_refunds").glob(module)) for module in modules)


def test_each_package_of_the_lock_names_the_digests_of_its_files() -> None:
    text = (ROOT / "requirements-dev.txt").read_text("utf-8")
    assert locked()
    assert len(re.findall(r"^\w.* \\\n +--hash=sha256:", text, re.MULTILINE)) == len(locked())


def test_the_tests_run_with_the_versions_of_the_lock() -> None:
    here = [entry for entry in locked() if entry.marker is None or entry.marker.evaluate()]
    found = installed()
    wrong = [
        f"{entry} is locked, {found.get(name(entry), 'nothing')} is installed: run python3 scripts/test.py"
        for entry in here
        if found.get(name(entry)) != version(entry)
    ]
    assert wrong == []


def test_nothing_is_installed_that_the_lock_does_not_name() -> None:
    """Beside this project and what every virtual environment begins with."""
    assert set(installed()) - set(map(name, locked())) - {"jet-refunds", "pip", "setuptools"} == set()
