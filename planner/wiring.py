"""The composition root: settings to adapters to services. Everything is made when it is first asked for."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from planner.clock import SystemClock
from planner.config import Paths, paths

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.domain.schedule import Job
    from planner.ports import Channel, Clock, Delivery, Ids, Notifier, Remembered, Scheduler, Store, Templates
    from planner.services.background import Background
    from planner.services.calendars import Calendars
    from planner.services.channels import Channels
    from planner.services.combining import Combining
    from planner.services.context import Context
    from planner.services.doctor import Doctor
    from planner.services.filters import Filters
    from planner.services.goals import Goals
    from planner.services.history import History
    from planner.services.library import TemplateShelf
    from planner.services.linking import Linking
    from planner.services.many import Many
    from planner.services.milestones import Milestones
    from planner.services.months import Months
    from planner.services.moving import Moving
    from planner.services.ordering import Ordering
    from planner.services.pictures import Pictures
    from planner.services.planning import Planning
    from planner.services.profile import Profiles
    from planner.services.queries import Queries
    from planner.services.reminders import Reminders
    from planner.services.suggesting import Suggesting
    from planner.services.timelines import Timelines
    from planner.services.upgrading import Upgrading
    from planner.settings import Settings
    from planner.store.lookahead import FileLookAhead
    from planner.store.presence import FilePresence
    from planner.store.shelf import ShelfFiles
    from planner.store.unfinished import FileUnfinished


class RandomIds:
    """Ids from the system's random source."""

    def new(self) -> str:
        """A uuid4 in hex."""
        from uuid import uuid4  # 5 ms that a command which only reads need not pay

        return uuid4().hex


class Planner:
    """The services over one data folder. Tests give their own ports."""

    def __init__(
        self,
        where: Paths,
        *,
        writer: str = "cli",
        clock: Clock | None = None,
        ids: Ids | None = None,
        store: Store | None = None,
        templates: Templates | None = None,
        delivery: Delivery | None = None,
        notifier: Notifier | None = None,
        schedulers: Sequence[Scheduler] | None = None,
    ) -> None:
        self.paths = where
        self.clock: Clock = clock or SystemClock()
        self.ids: Ids = ids or RandomIds()
        self._writer = writer
        self._store = store
        self._templates = templates
        self._delivery = delivery
        self._notifier = notifier
        self._schedulers = schedulers
        self.terminal: Callable[[str], None] | None = None
        """Writes to the terminal; given by who has it in hand, as the app does."""

    @cached_property
    def store(self) -> Store:
        """The plan on disk."""
        if self._store is not None:
            return self._store
        from planner.store.tiny import TinyStore

        return TinyStore(self.paths.data, self.clock, self.ids, self._writer)

    @cached_property
    def settings(self) -> Settings:
        """How this machine behaves, as it was when first asked. Quick commands never ask."""
        from planner.settings import read_settings

        return read_settings(self.paths.config)

    @cached_property
    def remembered(self) -> Remembered:
        """What the app keeps of choices about this machine."""
        from planner.store.remembered import FileRemembered

        return FileRemembered(self.paths.config)

    @cached_property
    def unfinished(self) -> FileUnfinished:
        """What is being typed in the app, for the case that it ends before it is saved."""
        from planner.store.unfinished import FileUnfinished

        return FileUnfinished(self.paths.config)

    @cached_property
    def catalog(self) -> Templates:
        """Templates in files."""
        if self._templates is not None:
            return self._templates
        from planner.library.catalog import Catalog

        return Catalog(self.paths.library, files=_shelf_files, folders=lambda: self.settings.library.folders)

    @cached_property
    def delivery(self) -> Delivery:
        """The marks of notices on this machine."""
        if self._delivery is not None:
            return self._delivery
        from planner.store.delivery import FileDelivery

        return FileDelivery(self.paths.data)

    @cached_property
    def look_ahead(self) -> FileLookAhead | None:
        """What passes of reminders note for the next ones; None where the clock is not the machine's."""
        if not isinstance(self.clock, SystemClock):
            return None
        from planner.store.lookahead import FileLookAhead

        return FileLookAhead(self.paths.data, self.paths.settings, self.clock.now, self.clock.place)

    @cached_property
    def channels(self) -> Channels:
        """The ways to the person. Which there are is asked when something is to be shown, and not before."""
        from planner.services.channels import Channels

        return Channels(self._ways, self.clock.now)

    def _ways(self) -> Sequence[Channel]:
        if self._notifier is not None:
            from planner.services.channels import only

            return only(self._notifier)
        from planner.notify.ways import ways_of

        settings = self.settings.notify
        services = {name: secret.text for name, secret in settings.services.items()}
        return ways_of(settings.channels, settings.terminal, services, self.terminal)

    @cached_property
    def context(self) -> Context:
        """What all services share."""
        from planner.services.context import Context

        return Context(self.store, self.clock, self.ids, self.catalog)

    @cached_property
    def queries(self) -> Queries:
        """Reading the plan."""
        from planner.services.queries import Queries

        return Queries(self.context)

    @cached_property
    def milestones(self) -> Milestones:
        """What a person does with milestones."""
        from planner.services.milestones import Milestones

        return Milestones(self.context)

    @cached_property
    def many(self) -> Many:
        """What a person does with many milestones at once."""
        from planner.services.many import Many

        return Many(self.context)

    @cached_property
    def goals(self) -> Goals:
        """What a person does with goals."""
        from planner.services.goals import Goals

        return Goals(self.context)

    @cached_property
    def combining(self) -> Combining:
        """Goals from several templates in one go."""
        from planner.services.combining import Combining

        return Combining(self.context, self.goals.lay_out)

    @cached_property
    def suggesting(self) -> Suggesting:
        """What could be next."""
        from planner.services.suggesting import Suggesting

        return Suggesting(self.context)

    @cached_property
    def moving(self) -> Moving:
        """Moving the dates of goals, with a look at it first."""
        from planner.services.moving import Moving

        return Moving(self.context)

    @cached_property
    def planning(self) -> Planning:
        """The weeks of all goals together."""
        from planner.services.planning import Planning

        return Planning(self.context)

    @cached_property
    def timelines(self) -> Timelines:
        """The plan laid out in time."""
        from planner.services.timelines import Timelines

        return Timelines(self.context)

    @cached_property
    def months(self) -> Months:
        """The calendar."""
        from planner.services.months import Months

        return Months(self.context)

    @cached_property
    def linking(self) -> Linking:
        """What follows what."""
        from planner.services.linking import Linking

        return Linking(self.context)

    @cached_property
    def ordering(self) -> Ordering:
        """The order of goals and milestones."""
        from planner.services.ordering import Ordering

        return Ordering(self.context)

    @cached_property
    def upgrading(self) -> Upgrading:
        """Versions of templates: what is different, and bringing goals to them."""
        from planner.services.upgrading import Upgrading

        return Upgrading(self.context)

    @cached_property
    def profiles(self) -> Profiles:
        """Who the person is."""
        from planner.services.profile import Profiles

        return Profiles(self.context)

    @cached_property
    def filters(self) -> Filters:
        """Saved filters."""
        from planner.services.filters import Filters

        return Filters(self.context)

    @cached_property
    def history(self) -> History:
        """Undo, redo, backups."""
        from planner.services.history import History

        return History(self.context)

    @cached_property
    def templates(self) -> TemplateShelf:
        """What can be picked."""
        from planner.services.library import TemplateShelf

        return TemplateShelf(self.context)

    @cached_property
    def reminders(self) -> Reminders:
        """Raising what is due."""
        from planner.services.reminders import Reminders

        return Reminders(self.store, self.delivery, self.channels, self.clock, self.ids, self.catalog)

    @cached_property
    def schedulers(self) -> Sequence[Scheduler]:
        """Those that the operating system may have; where there are two, the better one first."""
        if self._schedulers is not None:
            return self._schedulers
        from planner.background.this import schedulers_of

        return schedulers_of(sys.platform)

    @cached_property
    def background(self) -> Background:
        """Reminders while nothing of ours runs."""
        from planner.background.this import must_start
        from planner.services.background import Background

        return Background(
            self.schedulers,
            self._job,
            must_start,
            self.reminders,
            self.store,
            self.delivery,
            self.clock,
            self.presence.anyone,
        )

    @cached_property
    def presence(self) -> FilePresence:
        """Who watches for reminders in a terminal."""
        from planner.store.presence import FilePresence

        return FilePresence(self.paths.data)

    def _job(self) -> Job:
        from platformdirs import user_data_path

        from planner.background.this import this_job

        return this_job(self.paths.data, self.paths.config, user_data_path("planner", appauthor=False))

    @cached_property
    def calendars(self) -> Calendars:
        """The plan as calendar files."""
        from planner.services.calendars import Calendars
        from planner.store.calendars import FileCalendars

        return Calendars(self.context, FileCalendars(self.paths.data))

    @cached_property
    def pictures(self) -> Pictures:
        """The timeline as a picture."""
        from planner.services.pictures import Pictures
        from planner.store.calendars import FileCalendars

        return Pictures(self.context, FileCalendars(self.paths.data))

    @property
    def keeps_calendars(self) -> bool:
        """Whether calendar files are kept up to date: one look at the folder, for passes that mostly have none."""
        return (self.paths.data / "calendars.json").exists()

    @cached_property
    def doctor(self) -> Doctor:
        """What is well and what is not."""
        from planner.services.doctor import Doctor

        return Doctor(
            self.context,
            self.reminders,
            self.background,
            self.templates,
            calendars=lambda: self.calendars if self.keeps_calendars else None,
            data=self.paths.data,
            settings=lambda: self.settings,
        )


def _shelf_files() -> ShelfFiles:
    from planner.store.shelf import ShelfFiles

    return ShelfFiles()


def open_planner(home: Path | None = None, *, writer: str = "cli", clock: Clock | None = None) -> Planner:
    """The planner over a data folder: `home`, else PLANNER_HOME, else the platform's. Raises WrongUsage."""
    return Planner(paths(home), writer=writer, clock=clock)
