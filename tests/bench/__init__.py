"""Benches of the helper beside something well known, both in turn in the same run; scripts/bench.py starts them."""
