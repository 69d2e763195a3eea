"""Tables as equations: what holds in most lines, with its exceptions, and what must rise along a line."""
