"""All services over one repository, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outsource_tui.model.clock import Clock
    from outsource_tui.model.totals import Totals
    from outsource_tui.services.board import BoardService
    from outsource_tui.services.brief import BriefService
    from outsource_tui.services.day_text import DayText
    from outsource_tui.services.edit import EditService
    from outsource_tui.services.exchange import ExchangeService
    from outsource_tui.services.find import FindService
    from outsource_tui.services.habit import ReviewHabit
    from outsource_tui.services.history import HistoryService
    from outsource_tui.services.keeper import KeeperService
    from outsource_tui.services.log import LogService
    from outsource_tui.services.pages import Pages
    from outsource_tui.services.plan import PlanService
    from outsource_tui.services.review import ReviewService
    from outsource_tui.services.summary import SummaryService
    from outsource_tui.services.tune_up import TuneUpService
    from outsource_tui.services.typed import TypedService
    from outsource_tui.settings import Settings
    from outsource_tui.store.repository import Repository


class Services:
    """What screens and the command line talk to. Importing a service is part of its first use,
    so that a verb pays only for what it needs."""

    def __init__(self, repository: Repository, clock: Clock, settings: Settings) -> None:
        self.repository = repository
        self.clock = clock
        self.settings = settings

    def use(self, settings: Settings, clock: Clock) -> None:
        """Go on with other settings and another clock: each service is made anew when it is asked for."""
        kept = {"repository": self.repository, "clock": clock, "settings": settings}
        self.__dict__.clear()
        self.__dict__.update(kept)

    @cached_property
    def log(self) -> LogService:
        """Entries: log, start, stop, edit; days and weeks."""
        from outsource_tui.services.log import LogService

        return LogService(self.repository, self.clock, self.settings)

    @cached_property
    def edit(self) -> EditService:
        """Edges, pieces, gaps and names of what is in the log."""
        from outsource_tui.services.edit import EditService

        return EditService(self.repository, self.clock, self.settings)

    @cached_property
    def plan(self) -> PlanService:
        """Plans: confirm, skip, carry over, copy a day."""
        from outsource_tui.services.plan import PlanService

        return PlanService(self.repository, self.clock, self.settings)

    @cached_property
    def day_text(self) -> DayText:
        """A whole day as text, and back."""
        from outsource_tui.services.day_text import DayText

        return DayText(self.repository, self.clock, self.settings)

    @cached_property
    def find(self) -> FindService:
        """Entries by text, months, gaps and overlaps."""
        from outsource_tui.services.find import FindService

        return FindService(self.repository, self.clock, self.settings)

    @cached_property
    def habit(self) -> ReviewHabit:
        """When the last review was, and whether the next is due."""
        from outsource_tui.services.habit import ReviewHabit

        return ReviewHabit(self.repository, self.clock, self.settings)

    @cached_property
    def typed(self) -> TypedService:
        """What was typed before: names, tags and lines."""
        from outsource_tui.services.typed import TypedService

        return TypedService(self.repository, self.clock)

    @cached_property
    def review(self) -> ReviewService:
        """Highlights, reasons, core, suggestions."""
        from outsource_tui.services.review import ReviewService

        return ReviewService(self.repository, self.clock, self.settings)

    @cached_property
    def suggesting(self) -> ReviewService:
        """A review service for another thread: it shares nothing that it keeps with `review`."""
        from outsource_tui.services.review import ReviewService

        return ReviewService(self.repository, self.clock, self.settings)

    @cached_property
    def board(self) -> BoardService:
        """Groups and the activities in them."""
        from outsource_tui.services.board import BoardService

        return BoardService(self.repository, self.clock, self.settings, self._totals)

    def _totals(self) -> Totals:
        """The sums of the log; what keeps them is made only when they are asked for."""
        return self.tune_up.totals()

    @cached_property
    def history(self) -> HistoryService:
        """Undo, redo and the list of changes."""
        from outsource_tui.services.history import HistoryService

        return HistoryService(self.repository, self.clock)

    @cached_property
    def pages(self) -> Pages:
        """Files written for people."""
        from outsource_tui.services.pages import Pages

        return Pages(self.repository)

    @cached_property
    def summary(self) -> SummaryService:
        """The Markdown of a week or span, and briefs."""
        from outsource_tui.services.summary import SummaryService

        return SummaryService(self.repository, self.clock, self.settings, self.tune_up)

    @cached_property
    def brief(self) -> BriefService:
        """The brief of a group: what the person who takes it over needs to know."""
        from outsource_tui.services.brief import BriefService

        return BriefService(self.repository, self.clock, self.settings, self._totals)

    @cached_property
    def keeper(self) -> KeeperService:
        """The care for the file: doctor, backups, copies."""
        from outsource_tui.services.keeper import KeeperService

        return KeeperService(self.repository, self.clock, self.settings)

    @cached_property
    def exchange(self) -> ExchangeService:
        """Import and export."""
        from outsource_tui.services.exchange import ExchangeService

        return ExchangeService(self.repository, self.clock, self.settings)

    @cached_property
    def tune_up(self) -> TuneUpService:
        """Hours won back and what crept back."""
        from outsource_tui.services.tune_up import TuneUpService

        return TuneUpService(self.repository, self.clock, self.settings)
