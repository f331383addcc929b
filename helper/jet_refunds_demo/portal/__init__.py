"""The stand-in for the Jet partner portal.

``server``        its pages, over TLS and plain
``catalogue``     its orders, in every status and form
``orders``        what an order is
``documents``     an order's raw data at one moment of its history
``certificate``   its TLS certificate
"""
