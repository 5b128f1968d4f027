"""The palette: every command by name, those of the other screens too, found by any word of its help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from outsource_tui.model.value import dataclass
from outsource_tui.tui.base import PlannerScreen
from outsource_tui.tui.commands import Command

if TYPE_CHECKING:
    from outsource_tui.tui.app import PlannerApp

_MOVES = "Move"
"""The group of commands that move the cursor: of no use from another screen."""
_ELSEWHERE = 0.7
"""So much less a command of another screen counts than one of this."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A line of the palette: what it is called, its keys, what it does, and how to do it."""

    title: str
    keys: str
    help: str
    run: Callable[[], object]
    elsewhere: bool = False


def offers(app: PlannerApp, screen: PlannerScreen) -> Iterator[Offer]:
    """Yield what is possible now here, then what the other screens can do."""
    for command in (*screen.COMMAND_LIST, *app.COMMAND_LIST):
        if command.is_possible(screen) and command.name != "command_palette":
            run = partial(app.call_later, screen.run_command, command.name)
            yield _offer(command, app.keys.text(screen, command), _title(command), run)
    yield Offer("Theme", "", "Choose the colours", app.action_change_theme)
    for name, kind in app.screen_classes():
        for command in kind.COMMAND_LIST if name != screen.NAME else ():
            if command.group != _MOVES:
                title = f"{name}: {command.label}"
                keys = app.keys.text(kind, command)
                yield _offer(command, keys, title, partial(_run_there, app, name, command.name), True)


def _title(command: Command) -> str:
    return f"{command.label[:1].upper()}{command.label[1:]}"


def _offer(
    command: Command, keys: str, title: str, run: Callable[[], object], elsewhere: bool = False
) -> Offer:
    return Offer(title, keys, command.help, run, elsewhere)


def _run_there(app: PlannerApp, name: str, command: str) -> None:
    app.show_screen(name)
    app.call_later(_run_if_possible, app, name, command)


async def _run_if_possible(app: PlannerApp, name: str, command: str) -> None:
    screen = app.screen
    if isinstance(screen, PlannerScreen) and screen.NAME == name:
        found = next(c for c in screen.COMMAND_LIST if c.name == command)
        if found.is_possible(screen):
            await screen.run_command(command)
        else:
            screen.say(f"{found.label}: not possible here just now")


class PlannerCommands(Provider):
    """Offers the commands to the palette."""

    @property
    def _offers(self) -> list[Offer]:
        from outsource_tui.tui.app import PlannerApp

        app, screen = self.app, self.screen
        if not isinstance(app, PlannerApp) or not isinstance(screen, PlannerScreen):
            return []
        return list(offers(app, screen))

    async def discover(self) -> Hits:
        """Yield what is possible here, in the order of the help."""
        for offer in self._offers:
            if not offer.elsewhere:
                title = _shown(Content(offer.title), offer.keys)
                yield DiscoveryHit(title, offer.run, offer.title, offer.help)

    async def search(self, query: str) -> Hits:
        """Yield what fits: by its name, else by the words of its help."""
        matcher, words = self.matcher(query), query.casefold().split()
        for offer in self._offers:
            score = _score(offer, words, matcher.match(offer.title))
            if score > 0:
                title = _shown(matcher.highlight(offer.title), offer.keys)
                yield Hit(score - _ELSEWHERE * offer.elsewhere, title, offer.run, offer.title, offer.help)


def _score(offer: Offer, words: list[str], fuzzy: float) -> float:
    """By the name, else by the words of the help, else by letters of the name; 0 where nothing fits."""
    if not words:
        return 0.0
    title = offer.title.casefold()
    if all(word in title for word in words):
        return 4.0 + title.startswith(words[0])
    if all(word in f"{title} {offer.help.casefold()}" for word in words):
        return 2.0
    return fuzzy / (1 + fuzzy)


def _shown(title: Content, keys: str) -> Content:
    return title + Content.styled(f"   {keys}", "$primary") if keys else title
