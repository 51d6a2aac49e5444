"""The use cases: the only thing the front doors call."""
