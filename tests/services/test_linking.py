"""Links between milestones, made and taken away from either end."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.errors import NotFound, NotMet
from planner.domain.plan import Edit, Repeat
from planner.services.edits import MilestoneEdit
from planner.services.linking import Links
from planner.wiring import Planner
from tests.services.people import TODAY, a_planner, named, plan_of


@pytest.fixture
def planner(tmp_path: Path) -> Planner:
    made = a_planner(tmp_path)
    for title in ("Read", "Write", "Talk", "Rest"):
        made.milestones.add(title)
    return made


def after(planner: Planner, title: str) -> set[str]:
    known = plan_of(planner).milestones
    return {known[each].title for each in named(planner, title).after}


def ids(planner: Planner, *titles: str) -> tuple[str, ...]:
    return tuple(named(planner, title).id for title in titles)


def test_links_are_made_in_both_directions_as_one_change(planner: Planner) -> None:
    write = named(planner, "Write").id
    done = planner.linking.change(write, Links(after=ids(planner, "Read"), before=ids(planner, "Talk", "Rest")))
    assert done.ids == (write,)
    assert done.change is not None
    assert done.change.name == "Change what “Write” follows, and what follows it"
    assert (after(planner, "Write"), after(planner, "Talk"), after(planner, "Rest")) == ({"Read"}, {"Write"}, {"Write"})
    planner.history.undo()
    assert (after(planner, "Write"), after(planner, "Talk")) == (set(), set())


@pytest.mark.parametrize(
    ("links", "name"),
    [
        ({"after": "Read"}, "Let “Write” follow “Read”"),
        ({"not_after": "Rest"}, "Let “Write” no longer follow “Rest”"),
        ({"before": "Read"}, "Let “Read” follow “Write”"),
        ({"not_before": "Talk"}, "Let “Talk” no longer follow “Write”"),
    ],
)
def test_one_link_is_named(planner: Planner, links: dict[str, str], name: str) -> None:
    planner.linking.change(ids(planner, "Write")[0], Links(after=ids(planner, "Rest"), before=ids(planner, "Talk")))
    given = {each: ids(planner, title) for each, title in links.items()}
    done = planner.linking.change(ids(planner, "Write")[0], Links(**given))
    assert done.change is not None
    assert done.change.name == name


def test_what_is_so_already_is_no_change(planner: Planner) -> None:
    write = ids(planner, "Write")[0]
    assert not Links()
    planner.linking.change(write, Links(after=ids(planner, "Read")))
    again = Links(after=(*ids(planner, "Read"), "f" * 32), not_after=ids(planner, "Rest"), before=("e" * 32,))
    assert again
    assert planner.linking.change(write, again).change is None


@pytest.mark.parametrize("links", ["after", "before"])
def test_a_circle_is_refused_and_named_and_nothing_is_stored(planner: Planner, links: str) -> None:
    read, write, talk = ids(planner, "Read", "Write", "Talk")
    planner.linking.change(write, Links(after=(read,), before=(talk,)))
    closing = Links(after=(talk,)) if links == "after" else Links(before=(read,))
    at = read if links == "after" else talk
    for act in (planner.linking.check, planner.linking.change):
        with pytest.raises(NotMet, match=r"circle: “.+” → “.+” → “.+” → “.+”\.") as refused:
            act(at, closing)
        assert all(f"“{title}”" in refused.value.message for title in ("Read", "Write", "Talk"))
    assert after(planner, "Read") == set()
    with pytest.raises(NotMet, match="“Rest” → “Rest”"):
        planner.linking.check(ids(planner, "Rest")[0], Links(after=ids(planner, "Rest")))
    with pytest.raises(NotFound):
        planner.linking.check("f" * 32, Links())


def test_a_link_of_a_circle_that_is_there_already_can_be_taken_away(planner: Planner) -> None:
    read, write = ids(planner, "Read", "Write")
    known = plan_of(planner).milestones
    planner.store.commit(
        lambda _plan: Edit("By hand", (replace(known[read], after=(write,)), replace(known[write], after=(read,))))
    )
    planner.linking.change(read, Links(not_after=(write,)))
    assert after(planner, "Read") == set()
    assert after(planner, "Write") == {"Read"}


def test_a_series_that_no_longer_follows_another_stands_alone(planner: Planner) -> None:
    read, write = ids(planner, "Read", "Write")
    series = replace(plan_of(planner).milestones[write], after=(read,), due=TODAY, repeat=Repeat(each=read))
    planner.store.commit(lambda _plan: Edit("By hand", (series,)))
    planner.linking.change(read, Links(not_before=(write,)))
    assert named(planner, "Write").repeat is None


def test_an_edit_adds_and_takes_away_single_links(planner: Planner) -> None:
    read, write, talk, rest = ids(planner, "Read", "Write", "Talk", "Rest")
    planner.milestones.edit(talk, MilestoneEdit(after=(read, write)))
    planner.milestones.edit(talk, MilestoneEdit(also_after=(rest[:8],), not_after=(read,)))
    assert after(planner, "Talk") == {"Write", "Rest"}
    with pytest.raises(NotMet, match="“Talk” does not follow “Read”"):
        planner.milestones.edit(talk, MilestoneEdit(not_after=(read,)))
    with pytest.raises(NotMet, match="circle"):
        planner.milestones.edit(write, MilestoneEdit(also_after=(talk,)))
