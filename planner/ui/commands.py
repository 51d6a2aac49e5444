"""The commands of the palette and of the search: every action of every place, found by words, shown in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.fuzzy import Matcher

from planner.ui.actions import ROOMS, Action, every
from planner.ui.present import cut, fill, line, right

NAME_CELLS, KEY_CELLS, ROOM_CELLS = 17, 11, 15
_ROOM_FOR_HELP = 60
"""Cells from which the room of a command has its column."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action, its key as it is printed, and whether it works where the person is."""

    action: Action
    key: str
    here: bool

    @property
    def name(self) -> str:
        """By which `searching.run` knows it: `milestones/complete`."""
        return f"{self.action.where}/{self.action.id}"

    @property
    def room(self) -> str:
        """What the room is called."""
        return ROOMS[self.action.where].title


def commands(here: Iterable[str]) -> Iterator[Action]:
    """All that is a command: what works in the rooms `here` first, then everywhere, then the other rooms."""
    order = list(dict.fromkeys((*here, "app", *ROOMS)))
    yield from sorted((each for each in every() if each.palette), key=lambda each: order.index(each.where))


def all_commands(rooms: Sequence[str], key_of: Callable[[Action], str]) -> list[Command]:
    """All of them, as they are for who is in these rooms, with their keys by `key_of`."""
    here = frozenset(rooms)
    return [Command(each, key_of(each), each.where in here) for each in commands(rooms)]


def named(known: Sequence[Command], text: str, *, alike: bool = True) -> list[Command]:
    """Those that `text` can mean, the best first: by name, then by its sentence, then by words anywhere; what works
    here before the rest. Where nothing has the words, names that are `alike`."""
    words = text.casefold().split()
    if not words:
        return list(known)
    whole = " ".join(words)
    ranked = [(rank, each) for each in known if (rank := _rank(each, words, whole)) is not None]
    if ranked or not alike:
        return [each for _, each in sorted(ranked, key=lambda pair: (pair[0], not pair[1].here))]
    matcher = Matcher(whole)
    scored = [(score, each) for each in known if (score := matcher.match(each.action.label)) > 0]
    return [each for _, each in sorted(scored, key=lambda pair: (-pair[0], not pair[1].here))]


def _rank(command: Command, words: Sequence[str], whole: str) -> int | None:
    """How well it is named, 0 the best; None: a word stands nowhere."""
    label, sentence = command.action.label.casefold(), command.action.help.casefold()
    everything = f"{label} {sentence} {command.room.casefold()}"
    tests = (label == whole, label.startswith(whole), whole in label, whole in sentence)
    return next((rank for rank, holds in enumerate(tests) if holds), 4 if all(w in everything for w in words) else None)


def command_row(command: Command, cells: int, *, room: bool) -> Content:
    """Name, what it does, where (`room`), and the key at the right."""
    tells_room = room and cells >= _ROOM_FOR_HELP
    rest = cells - NAME_CELLS - KEY_CELLS - 2 - (ROOM_CELLS + 1 if tells_room else 0)
    return line(
        (fill(cut(command.action.label, NAME_CELLS), NAME_CELLS + 1), "" if command.here else "$muted"),
        (fill(cut(command.action.help, rest), rest + 1), "$muted"),
        (fill(cut(command.room, ROOM_CELLS), ROOM_CELLS + 1) if tells_room else "", "$muted"),
        (right(command.key, KEY_CELLS), "$accent"),
    )
