"""python -m tests.fuzz [TARGET...] [--seconds N] [--seed N], or TARGET --input FILE for one input alone."""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from tests.fuzz import campaign


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Looks for inputs that break a target.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(campaign.ALL)}; else all")
    parser.add_argument("--seconds", type=float, default=60, help="for all targets together")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10**9))
    parser.add_argument("--input", type=Path, metavar="FILE", help="try this file on the target, and no other")
    chosen = parser.parse_args()
    if wrong := set(chosen.targets) - set(campaign.ALL):
        parser.error(f"there is no target {', '.join(sorted(wrong))}")
    if chosen.input is None:
        return 0 if campaign.search(chosen.targets or campaign.ALL, chosen.seed, chosen.seconds) else 1
    if len(chosen.targets) != 1:
        parser.error("--input is for one target")
    return 0 if campaign.repeat(chosen.targets[0], chosen.input) else 1


if __name__ == "__main__":
    sys.exit(main())
