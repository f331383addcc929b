"""A target under atheris, which looks for inputs that reach new code: python -m tests.fuzz.guided TARGET OPTION...

The options are libFuzzer's. Ends when their time is over, or with the first input that fails; campaign.py starts it.
"""

from __future__ import annotations

import logging
import sys

import atheris


def main(arguments: list[str]) -> None:
    program, name, *options = arguments
    logging.disable()  # each refusal has its line in the helper's log
    with atheris.instrument_imports(include=["jet_refunds", "jsonschema", "tomlkit", "tomllib"]):
        from tests.fuzz import targets
    targets.TARGETS[name](b"{}")  # what is opened once is not counted as an input's time
    atheris.Setup([program, *options], lambda body: targets.run(name, body))
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
