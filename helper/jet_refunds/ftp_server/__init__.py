"""An FTP site for sellers who have none: pyftpdlib as a real site, for one user and one folder.

    account.py      the user, and a hash of the password
    certificate.py  the site's own certificate, made once
    server.py       the server: jail, limits, log

An edge like any other: it knows nothing of the helper but its errors.
"""
