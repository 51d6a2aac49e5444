"""How much looking for moves may cost: about as many steps as take a few seconds, whatever the plan."""

from __future__ import annotations

from dataclasses import dataclass

MOST_WORK = 3_000_000
"""Steps for all that is looked for in one go, each of about as much work."""


class SpentError(Exception):
    """The steps are used up. Caught where the search begins: it tells no one, but that it did not come to its end."""


@dataclass(slots=True)
class Work:
    """The steps that are left. Steps are counted, no time is taken: the same plan gives the same moves anywhere."""

    left: int = MOST_WORK

    def spend(self, steps: int) -> None:
        """Note so many steps. Raises SpentError when there are none left."""
        self.left -= steps
        if self.left < 0:
            raise SpentError

    def part(self, share: float) -> Work:
        """A share of what is left, taken from it until it is `returned`."""
        taken = max(0, int(self.left * share))
        self.left -= taken
        return Work(left=taken)

    def returned(self, part: Work) -> None:
        """What was not needed of a part is there for the rest, and what was spent beyond it is not."""
        self.left += part.left
