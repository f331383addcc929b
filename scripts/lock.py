"""Renews the lock of the development environment: python3 scripts/lock.py [--upgrade]

requirements-dev.txt names each package of .venv with its version and the digests of its files, for every system and for
Python 3.11 and newer. Without --upgrade what still satisfies pyproject.toml keeps its version; with it everything is
taken as new as pyproject.toml allows. Makes .venv first if it is missing, since uv is in it.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may start this with any Python
    sys.exit(f"Jet Refunds needs Python 3.11 or newer; this is Python {sys.version.split()[0]}.")

import argparse

import setup_env

COMPILE = (
    *("pip", "compile", "--quiet", "pyproject.toml", "--group", "dev"),
    *("--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url"),  # which index is used is the business of the machine
    *("--custom-compile-command", "python3 scripts/lock.py"),
    *("--output-file", str(setup_env.LOCK)),
)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Renews requirements-dev.txt from pyproject.toml.")
    parser.add_argument("--upgrade", action="store_true", help="take everything as new as pyproject.toml allows")
    chosen = parser.parse_args(arguments)
    newer = ["--upgrade"] if chosen.upgrade else []
    try:
        if not setup_env.PYTHON.exists():
            setup_env.make_virtual_environment()
        setup_env.run_uv([*COMPILE, *newer], shown="uv pip compile pyproject.toml")
    except setup_env.CannotPrepare as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
