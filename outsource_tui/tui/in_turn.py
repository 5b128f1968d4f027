"""Keys one at a time: what is typed ahead acts on what the key before it made.

Textual hands a key to what has the focus when its bytes arrive. Keys that come in one write, behind the
enter of a line or the key that opens one, would so act on a screen that is about to change: letters end
up in the line that is being stored, or are lost.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial

from textual import events
from textual.app import App
from textual.dom import DOMNode

PATIENCE = 0.4
"""Seconds after which keys that wait go on, whatever became of the key before them."""
LONGEST_HOLD = 1.5
"""Seconds that keys wait for one change to be stored, at most: a slow disk does not take the keyboard."""

Then = Callable[[], Awaitable[None] | None]


class Hold:
    """Keeps keys waiting until it is let go."""

    def __init__(self, over: Callable[[], object]) -> None:
        self._over: Callable[[], object] | None = over

    def let_go(self) -> None:
        """Let the keys go on; a second time does nothing."""
        over, self._over = self._over, None
        if over is not None:
            over()


class InTurn(App[None]):
    """An app that takes the next key when all that the last one set off is done."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._last: DOMNode | None = None
        self._turn = 0
        self._answering = self._answered = False
        self._holds = 0

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes in, in their turn; all else as ever."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._waiting.append(event)
            await self._take_next()
        else:
            await super().on_event(event)

    @property
    def keys_wait(self) -> bool:
        """True while keys that came are not with what they act on yet."""
        return self._answering or bool(self._waiting)

    def with_keys_held(self, work: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
        """Return `work` with the keys that come from now on held until it is done, but not for longer than
        LONGEST_HOLD."""
        hold = Hold(self._released)
        self._holds += 1
        self.set_timer(LONGEST_HOLD, hold.let_go)

        async def held() -> None:
            try:
                await work()
            finally:
                hold.let_go()

        return held

    def _released(self) -> None:
        self._holds -= 1
        self.call_later(self._take_next)

    async def _take_next(self) -> None:
        if self._answering or self._holds or not self._waiting:
            return
        if not self._answered and not self._quiet():
            self._wait_for_answer()
            return
        self._answered = False
        self._last = self._target
        await super().on_event(self._waiting.popleft())
        if self._waiting:
            self.call_later(self._take_next)

    @property
    def _target(self) -> DOMNode:
        return self.focused or self.screen

    def _quiet(self) -> bool:
        """True where nothing waits anywhere between what got the last key, or would get the next, and the
        app: most keys come so late that this is all there is to it."""
        nodes = [node for node in (self._last, self._target) if node is not None]
        return not any(each.message_queue_size for node in nodes for each in node.ancestors_with_self)

    def _wait_for_answer(self) -> None:
        """Take the next key once the last one has come up to the app, and the messages that its action sent
        from the focus up once more."""
        self._turn += 1
        self._answering = True
        done = partial(self._answer, self._turn)
        self.set_timer(PATIENCE, done)
        self._behind(self._last, lambda: self._behind(self._target, done))

    async def _answer(self, turn: int) -> None:
        if turn == self._turn and self._answering:
            self._answering, self._answered = False, True
            await self._take_next()

    def _behind(self, node: DOMNode | None, then: Then) -> None:
        """Call `then` when `node` and all above it have handled the messages that they have now, and those
        that they send themselves on the way."""
        if node is None or node is self:
            self.call_later(then)
        elif not node.call_later(self._passed, node, then):
            self._behind(self, then)  # it is being taken away

    def _passed(self, node: DOMNode, then: Then) -> None:
        self._behind(node if node.message_queue_size else node.parent, then)
