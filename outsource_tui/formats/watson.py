"""Watson: the frames file, what its servers send, and `watson log --json`.

A frame has an id of its own, so that a later export changes what was imported. The project is the activity.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from outsource_tui.formats.base import Gatherer, ReadOptions, named, row_id
from outsource_tui.formats.decode import decode
from outsource_tui.formats.wall import WallClock
from outsource_tui.model.errors import InputError
from outsource_tui.model.imported import ImportedEntry, Reading

_NO_FRAMES = "this is no Watson frames file"


def read(data: bytes, options: ReadOptions) -> Reading:
    """Read frames: lists (start, stop, project, id, tags, updated) or objects, in any order."""
    text = decode(data)
    try:
        frames = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{_NO_FRAMES}: it is not JSON") from error
    if isinstance(frames, dict) and isinstance(frames.get("frames"), list):
        frames = frames["frames"]
    if not isinstance(frames, list):
        raise InputError(f"{_NO_FRAMES}: it holds no list of frames")
    if frames and not any(_is_frame(frame) for frame in frames[:50]):
        raise InputError(f"{_NO_FRAMES}: its items have no start, stop and project")
    gatherer = Gatherer("watson", options, len(frames))
    wall = WallClock(options.zone)
    for number, frame in enumerate(frames, 1):
        try:
            gatherer.add(_entry(frame, number, options, wall, gatherer))
        except InputError as error:
            gatherer.skip(number, error.message)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError, OSError):
            gatherer.skip(number, "is no frame: it needs start, stop, project")
    return gatherer.reading()


def _is_frame(frame: Any) -> bool:
    if isinstance(frame, dict):
        return bool({"start", "begin_at"} & frame.keys()) and "project" in frame
    return isinstance(frame, list) and len(frame) >= 3 and isinstance(frame[0], int | float | str)


def _entry(
    frame: Any, number: int, options: ReadOptions, wall: WallClock, gatherer: Gatherer
) -> ImportedEntry:
    if isinstance(frame, dict):
        start, stop = frame.get("begin_at", frame.get("start")), frame.get("end_at", frame.get("stop"))
        project, tags, frame_id = frame["project"], frame.get("tags"), frame.get("id")
        project = project.get("name", "") if isinstance(project, dict) else project
    elif isinstance(frame, list):
        start, stop, project = frame[:3]
        frame_id, tags = (frame[3] if len(frame) > 3 else None), (frame[4] if len(frame) > 4 else None)
    else:
        raise TypeError("neither a list nor an object")
    first = _moment(start, wall)
    last = None if stop is None else _moment(stop, wall)
    names = [str(tag.get("name", "")) if isinstance(tag, dict) else str(tag) for tag in _listed(tags)]
    source = f"watson:{frame_id}" if frame_id else row_id("watson", start, stop, project)
    name = named(str(project or ""))
    tags = gatherer.tags(names, but=name)
    return ImportedEntry(
        first, last, options.zone.key, name, tags, "", options.kind, source, number
    )


def _listed(tags: Any) -> list[Any]:
    return tags if isinstance(tags, list) else []


def _moment(stamp: Any, wall: WallClock) -> datetime:
    """Return the moment of epoch seconds or an ISO stamp; local where the stamp has no offset."""
    if isinstance(stamp, bool) or stamp is None:
        raise TypeError("no time stamp")
    if isinstance(stamp, int | float):
        return datetime.fromtimestamp(int(stamp), UTC).astimezone(wall.zone)
    moment = datetime.fromisoformat(str(stamp)).replace(microsecond=0)
    return moment.astimezone(wall.zone) if moment.tzinfo else wall.moment(moment)
