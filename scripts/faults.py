"""Breaks things at random: python3 scripts/faults.py [--rounds N] [--json] [--seed S] [--server NAME] [--fault NAME]

The real helper delivers to real servers through a proxy that cuts, delays, lies and carries commands out late; it is
killed, its disk and the site's are full, and a processor takes files at once. Afterwards every refund that was
acknowledged must have appeared exactly once, or stand in front of a person with its reason: else the exit status is 1.
Needs root, for the servers' users and for small disks of its own. Makes what is missing first.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may start this with any Python
    sys.exit(f"Jet Refunds needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import setup_env
from setup_env import PYTHON, ROOT


def main(arguments: list[str]) -> int:
    try:
        setup_env.make_virtual_environment()
        setup_env.unpack_ftp_servers()
    except setup_env.CannotPrepare as missing:
        print(missing, file=sys.stderr)
        return 1
    return setup_env.continue_as([PYTHON, "-m", "tests.faults.rounds", *arguments], folder=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
