"""The least that a Textual app can be: one Static, which says which key came last."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Bare(App[None]):
    """Shows one line."""

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield Static("ready")

    def on_key(self, event: Key) -> None:
        """Show the key; 0 is left alone to end by."""
        self.query_one(Static).update(f"{event.key} {event.time:.3f}")


if __name__ == "__main__":
    Bare().run()
