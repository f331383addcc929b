"""What the scripts need before they can start: a virtual environment, system packages, FTP servers, Node packages.

Standard library only, for any Python 3.11 or newer. Everything is made once and looked at again in well under a second:
a stamp beside it says from what it was made.
"""

from setup_env.commands import CannotPrepare, Command, continue_as, environment_variables, run, say
from setup_env.ftp_servers import unpack_ftp_servers
from setup_env.node_packages import install_viewers
from setup_env.paths import BIN, LOCK, PYTHON, ROOT, VIEWERS
from setup_env.prepare import prepare_test_run
from setup_env.system_packages import BROWSERS, CHROMIUM, FIREFOX, Need, install_system_packages
from setup_env.virtual_environment import make_virtual_environment, run_uv

__all__ = [
    "BIN",
    "BROWSERS",
    "CHROMIUM",
    "FIREFOX",
    "LOCK",
    "PYTHON",
    "ROOT",
    "VIEWERS",
    "CannotPrepare",
    "Command",
    "Need",
    "continue_as",
    "environment_variables",
    "install_system_packages",
    "install_viewers",
    "make_virtual_environment",
    "prepare_test_run",
    "run",
    "run_uv",
    "say",
    "unpack_ftp_servers",
]
