"""Widgets that keep the lines they drew."""

from __future__ import annotations

from rich.segment import Segment
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
    return cropped(widget, strips, crop)


def filtered(widget: Widget, segments: list[Segment]) -> list[Segment]:
    """Return segments as the app lets them through: for widgets that keep their lines so."""
    ground = widget.background_colors[1]
    for each in widget.get_line_filters():
        segments = each.apply(segments, ground)
    return segments


def cropped(widget: Widget, strips: list[Strip], crop: Region) -> list[Strip]:
    """Return the columns of the lines that are asked for."""
    if crop.column_span != (0, widget.size.width):
        strips = [strip.crop(*crop.column_span) for strip in strips]
    return strips
