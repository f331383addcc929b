"""Measures: python3 scripts/bench.py delivery|intake|idle|reading|viewers [--json] [--seconds N]

delivery   seconds a file, beside curl on the same server in the same run: 1, 10 and 100 files, FTP and FTPS
intake     seconds from a POST /v1/refunds to its answer, beside a bare Flask route that commits one row as durably
idle       the helper with nothing outstanding, for --seconds (600): open connections, CPU time, memory
reading    milliseconds to read 1 MB of raw data in real browsers, beside JSON.parse; what a page without an order pays
viewers    what is read of the real viewers of tests/viewers, in which time; its options are told by viewers --help

Makes what is missing first. Both sides of a ratio are measured in turn; ratios say something, single numbers little.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may start this with any Python
    sys.exit(f"Jet Refunds needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import setup_env
from setup_env import PYTHON, ROOT


def main(arguments: list[str]) -> int:
    try:
        setup_env.make_virtual_environment()
        setup_env.install_system_packages([setup_env.Need("curl", "curl")])
        if "reading" in arguments or "viewers" in arguments:
            setup_env.install_system_packages(setup_env.BROWSERS)
            if "viewers" in arguments:
                setup_env.install_viewers()
        else:
            setup_env.unpack_ftp_servers()
    except setup_env.CannotPrepare as missing:
        print(missing, file=sys.stderr)
        return 1
    return setup_env.continue_as([PYTHON, "-m", "tests.bench", *arguments], folder=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
