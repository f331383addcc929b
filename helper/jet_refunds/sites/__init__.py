"""The seller's site by its protocol: each module an adapter of the port Site."""
