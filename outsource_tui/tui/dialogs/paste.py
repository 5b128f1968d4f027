"""What many lines would become, before they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from outsource_tui.model.clock import elapsed, hm, long_date, span_column
from outsource_tui.model.day_log import DayLog
from outsource_tui.model.edit import Overlap
from outsource_tui.model.entry import Kind
from outsource_tui.model.text import clean
from outsource_tui.tui.dialogs.walked import ReadDialog
from outsource_tui.tui.dialogs.wrapped import Hanging, Hung

AGAIN = "again"
"""The answer that takes the lines back to be mended."""


class PasteDialog(ReadDialog[Overlap | str]):
    """Answers how to store the entries, AGAIN to change the lines first, None to leave it.

    `over` names what lines lie over, by number.
    """

    DEFAULT_CSS = "PasteDialog > #dialog { width: 92; }"

    def __init__(self, log: DayLog, over: Mapping[int, str], now: datetime) -> None:
        count = len(log.entries)
        minutes = sum(elapsed(e.entry.start, e.entry.end or now).total_seconds() / 60 for e in log.entries)
        title = (
            f"{count} entr{'y' if count == 1 else 'ies'}, {hm(minutes)}"
            if count
            else f"No {'new ' if log.remarks else ''}entry in these lines"
        )
        if not count:
            keys = "e edit the lines · esc close"
        elif over:
            lie = "1 lies over another" if len(over) == 1 else f"{len(over)} lie over others"
            keys = f"{lie}:  t trim what is there · b keep both · e edit · esc"
        else:
            keys = "↵ log them all as one change · e edit the lines · esc cancel"
        super().__init__(title, keys)
        self._log, self._over = log, over
        self._now = now

    def compose_content(self) -> ComposeResult:
        """Yield the entries by day, then the lines that could not be read."""
        with VerticalScroll(can_focus=False, classes="gives"):
            yield Hung(self._lines())

    def _lines(self) -> list[Hanging]:
        lines: list[Hanging] = []
        spans = iter(span_column([(e.entry.start, e.entry.end) for e in self._log.entries]))
        for day, found in groupby(self._log.entries, key=lambda e: e.entry.start.date()):
            lines.append(_whole(long_date(day), "bold $foreground"))
            for each in found:
                quick = each.entry
                length = elapsed(quick.start, quick.end or self._now).total_seconds() / 60
                tags = " ".join(f"#{tag}" for tag in quick.tags)
                plan = " planned" if quick.kind is Kind.PLANNED else ""
                over = f"  ! over {self._over[each.line]}" if each.line in self._over else ""
                times = Content.assemble((next(spans), "$text-muted"), (f"{hm(length):>6}  ", "$foreground"))
                words = Content.assemble(
                    (clean(quick.activity), "$foreground"),
                    (clean(f"  {tags} {quick.note}{plan}").rstrip(), "$text-muted"),
                    (clean(over), "$warning"),
                )
                lines.append((times, words))
        for name, problems, style in (
            ("Not understood, and left out", self._log.problems, "$error"),
            ("To know", self._log.remarks, "$text-muted"),
        ):
            if problems:
                lines += [_whole("", style), _whole(name, f"bold {style}")]
                lines += [_problem(f"line {p.line}: ", p.reason, style) for p in problems]
        return lines

    def on_key(self, event: events.Key) -> None:
        """Answer by key."""
        answers: dict[str, Overlap | str] = {"e": AGAIN}
        if self._over:
            answers |= {"t": Overlap.TRIM, "b": Overlap.KEEP}
        elif self._log.entries:
            answers["enter"] = Overlap.REFUSE
        answer = answers.get(event.key)
        if answer is not None:
            event.stop()
            self.dismiss(answer)


def _whole(words: str, style: str) -> Hanging:
    return Content(""), Content.styled(words, style)


def _problem(lead: str, words: str, style: str) -> Hanging:
    return Content.styled(lead, style), Content.styled(clean(words), style)
