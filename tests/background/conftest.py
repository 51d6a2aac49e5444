"""The fixtures of the fakes, for all tests of schedulers."""

from tests.background.fakes import home, programs

__all__ = ["home", "programs"]
