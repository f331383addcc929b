"""All that a run of the tests needs, what does not wait for each other side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from setup_env import ftp_servers, node_packages
from setup_env.system_packages import BROWSERS, DESKTOP, install_system_packages
from setup_env.virtual_environment import make_virtual_environment


def prepare_test_run(*, browsers: bool, viewers: bool) -> None:
    """Makes what is missing; ``viewers``: for tests/viewers too. Raises CannotPrepare."""
    install_system_packages([*(BROWSERS if browsers else ()), *DESKTOP, *ftp_servers.TOOLS, *node_packages.NODE])
    with ThreadPoolExecutor() as pool:
        steps = [pool.submit(_make_python_side), pool.submit(node_packages.install_node_packages)]
        if viewers:
            steps.append(pool.submit(node_packages.install_viewers))
    for step in steps:
        step.result()


def _make_python_side() -> None:
    make_virtual_environment()
    ftp_servers.unpack_ftp_servers()  # below .venv
