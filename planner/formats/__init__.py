"""The plan to and from other formats."""
