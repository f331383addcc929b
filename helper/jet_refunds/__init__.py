"""Jet Refunds: the helper on the seller's computer.

The house, and who may know whom::

            cli  ──>  runtime  ──>  app   listener        composition: only app.py names every adapter; who is heard
                                     │
   web   transports   desktop   credentials   ftp_server  the edges: none knows another
                                     │  (through interfaces.py)
                                     v
      diagnostics ──> delivery ──> site   refund_service  the core: knows no edge; settings
                                     │
                                     v
      ledger  (the only SQL) ──> solid_commerce           what is kept; what is this processor's own
                                     │
                                     v
      domain  (money, order, refund, pricing, rules)      plain values in, plain values out
                                     │
                                     v
      schema_validation  owner_only  peer_user  plain_text  proofs  seat  event_log  clock  documents  errors
       documents to findings; who may read our files; whose a connection is; text of others; that one knows a secret;
       which computer and folder this is; the log; moments; types; errors

Arrows point down only, and no circle is between files: `tests/unit/test_tree.py` says in a sentence what broke. Only
`transports/ftp*.py` imports ftplib, only `ledger/` holds SQL. `jet_refunds_demo`, beside this package and not in the
wheel, plays the rest of the world: it knows nothing of the helper but its commands, and nobody here knows it.
"""

__version__ = "0.1.0"

API = 2
"""The version of the contract between extension and helper."""

OLDEST_API = 2
"""That the helper accepts: version 1 sent a token that whoever sat on the port could keep."""
