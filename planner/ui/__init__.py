"""The terminal app: the only room that knows Textual."""
