"""The embedded world: all that a seller has around Jet Refunds, made to be tried out.

``ftp_site``         the seller's own FTP site
``solid_commerce``   the processor: reads what lies in JetRefunds/ and answers in JetRefunds/Acks/
``portal``           the web site of the marketplace, with the orders of its ``catalogue``
``world``            the three together
``browser``          a real browser with the extension loaded, and ``seller``, who uses it
``helper_process``   the helper, started as a seller starts it
``__main__``         the demo itself

The actors are honest: they import nothing of jet_refunds and meet the helper only as the real ones did, through files
and pages. This package is not in the wheel.
"""
