"""An FTP site for sellers who have none: pyftpdlib as a real site, for one user and one folder.

    plan.py          what is served, and how
    server.py        the server, and its loop
    handler.py       one connection: jail, encryption, what is refused
    places.py        how many may be connected, and who gives a place up
    sign_ins.py      wrong guesses, and for how long they lock their address
    addresses.py     what counts as one address
    command_line.py  what a client may say
    account.py       the user, and a hash of the password
    certificate.py   the site's own certificate, made once
    log_file.py      its log

An edge like any other: it knows nothing of the helper but its errors and how text of others is shown.
"""
