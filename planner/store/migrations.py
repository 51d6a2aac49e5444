"""The schema of the plan file, and how a file of an older one is brought up to date.

A change of what a record holds (a new field too: an older planner must not drop it) raises SCHEMA by one and adds the
step from the version before to MIGRATIONS. A step takes the name of a table and one document of it, and gives the
document of the next version; it sees the documents of old history lines as well, so that undo goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.store.records import Migration

SCHEMA = 1
MIGRATIONS: Mapping[int, Migration] = {}
