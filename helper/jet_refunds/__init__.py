"""Jet Refunds: the helper on the seller's computer.

The house, and who may know whom::

    cli ──> app ──> web/  sites/  desk/  site_server/  demo/      the edges: none knows another
                      │     │       │
                      v     v       v
      intake  courier  seller_site  access ...      the core: knows no edge, only ports.py
                      │
                      v
       rules  pricing  order  refund  money         pure: plain values in, plain values out

`app.py` is the one place that names every edge. Only `ledger/` holds SQL, only `sites/ftp.py` speaks FTP.
`demo/` plays the rest of the world and knows nothing of the helper.
"""

__version__ = "0.1.0"

API = 1
"""The version of the contract between extension and helper; the helper also accepts the one before."""
