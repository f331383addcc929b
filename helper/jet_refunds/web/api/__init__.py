"""The HTTP interface for the extension, one module a route."""
