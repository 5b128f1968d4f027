"""Widgets that keep the lines they drew."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


def kept_lines(widget: Widget, crop: Region) -> list[Strip]:
    """Return the lines of a widget as its `render_line` keeps them: its `render_lines`.

    For widgets without border and padding, whose lines fill their width: what Textual would add to each
    line, and keep a second time, is nothing.
    """
    strips = [widget.render_line(y) for y in crop.line_range]
    filters = widget.get_line_filters()
    if filters:
        ground = widget.background_colors[1]
        for each in filters:
            strips = [strip.apply_filter(each, ground) for strip in strips]
    if crop.column_span != (0, widget.size.width):
        strips = [strip.crop(*crop.column_span) for strip in strips]
    return strips
