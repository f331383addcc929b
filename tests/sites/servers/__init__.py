"""Real servers for the tests, each a module: started on a free port, with one user, and gone without a trace.

Nothing is left out where a program is missing: that is a failure which names the package.
"""
