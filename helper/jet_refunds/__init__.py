"""Jet Refunds: the helper on the seller's computer.

The house, and who may know whom::

    cli ──> app ──> web/  sites/  desk/  site_server/      the edges: none knows another
                      │     │       │
                      v     v       v
      intake  courier  seller_site  access ...      the core: knows no edge, only ports.py
                      │
                      v
       rules  pricing  order  refund  money         pure: plain values in, plain values out

`app.py` puts the parts together; the commands (`cli*.py`) start it, the tray and the site server. Only `ledger/`
holds SQL, only `sites/ftp*.py` is a client of FTP. `jet_refunds_demo`, beside this package and not in the wheel, plays
the rest of the world: it knows nothing of the helper but its commands, and nobody here knows it.
"""

__version__ = "0.1.0"

API = 1
"""The version of the contract between extension and helper; the helper also accepts the one before."""
