"""The door's outer side: who gets a connection, how long, and which bytes are a request. Built on waitress.

    server.py          accepts, makes room, drops who is too slow; the loop
    channel.py         one connection: its clock, and refusals that look like all others
    strict_request.py  RFC 9112 without what is only good for hiding a request
    chunks.py          the same of a body in pieces

What is asked by a request is the business of web/: here nobody knows what a credential is.
"""
