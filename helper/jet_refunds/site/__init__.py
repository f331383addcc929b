"""The seller's site, whatever its kind: where it is, opening it, probing what it can do."""
