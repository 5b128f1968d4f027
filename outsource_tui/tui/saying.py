"""What the app says in the corner: one thing at a time, and nothing that is not true any more."""

from __future__ import annotations

from time import monotonic

from textual.app import App
from textual.notifications import SeverityLevel

from outsource_tui.model.text import clean


class Saying(App[None]):
    """Lets a new word take the place of the one before; a warning stays for its time."""

    _told = False
    _warned = 0.0
    _standing, _until = "", 0.0
    """What was said last, and until when it stands there."""

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Say something for `timeout` seconds; what stands there still, only once: an error anew."""
        if message == self._standing and monotonic() < self._until:
            if severity != "error":
                return
            self.clear_notifications()
        until = monotonic() + (timeout or self.NOTIFICATION_TIMEOUT)
        self.quieten()
        if severity != "information":
            self._warned = until
        self._told = True
        self._standing, self._until = message, until
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def quieten(self) -> None:
        """Take away what was said of an earlier key: it may not be true any more."""
        if self._told and monotonic() > self._warned:
            self._told, self._standing = False, ""
            self.clear_notifications()

    def action_command_palette(self) -> None:
        """Open the palette; what was said of an earlier key would lie over its list."""
        self.quieten()
        super().action_command_palette()

    def tell_failure(self, line: str, *, serious: bool) -> None:
        """Say that a change is not stored, or that the file cannot be taken up."""
        kind: SeverityLevel = "error" if serious else "warning"
        self.notify(clean(line), severity=kind, markup=False, timeout=8)
