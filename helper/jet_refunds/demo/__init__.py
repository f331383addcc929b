"""The embedded world: all that a seller has around Jet Refunds, made to be tried out.

``ftp_site``         the seller's own FTP site
``solid_commerce``   the processor: reads what lies in JetRefunds/ and answers in JetRefunds/Acks/
``portal``           the web site of the marketplace, with the orders of ``catalogue``
``world``            the three together

They are honest actors: they import nothing from the rest of jet_refunds and meet the helper only as the real ones
did, through files and pages.
"""
