"""python -m jet_refunds: the command jet-refunds."""

from contextlib import suppress

from jet_refunds.cli.commands import main

if __name__ == "__main__":
    with suppress(BrokenPipeError):
        main(prog_name="jet-refunds")
