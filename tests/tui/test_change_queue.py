"""Changes that the disk refuses: never shown as saved, never lost, never twice, never out of order."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from outsource_tui.model.clock import FixedClock
from outsource_tui.model.errors import ReadOnlyError, UserError
from outsource_tui.services.services import Services
from outsource_tui.settings import Settings
from outsource_tui.store.repository import Repository
from outsource_tui.tui.change_queue import FIRST_WAIT
from outsource_tui.tui.unsaved import listed
from outsource_tui.tui.widgets.chrome import BottomBar
from tests.tui.refusing import Log, a_log
from tests.tui.support import DEMO_MOMENT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="errors of POSIX")


async def test_a_refused_change_waits_and_goes_with_the_next(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.error = errno.ENOSPC
        await log.line("9-10 Call")
        assert log.header.endswith("  not saved")
        assert "the disk is full" in log.said[-1]
        assert log.on_disk() == ["Email"]
        await log.line("10-11 Invoices")
        assert log.header.endswith("  2 not saved")
        assert log.on_disk() == ["Email"]
        disk.error = 0
        await log.line("11-12 Newsletter")
        assert log.header.endswith("  saved")
        assert log.on_disk() == ["Email", "Call", "Invoices", "Newsletter"]
        assert [c.label.split()[1] for c in log.services.history.changes()] == [
            "Newsletter", "Invoices", "Call", "Email",
        ]  # fmt: skip
        assert "saved: 3 changes that waited" in log.said


async def test_nothing_is_called_saved_before_it_is_on_disk(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.hold()
        await log.pilot.press("n")
        log.app.focused.value = "9-10 Call"
        await log.pilot.press("enter")
        await log.pilot.pause()
        assert log.header.endswith("  saving…")
        assert log.on_disk() == ["Email"]
        disk.release()
        await log.settle()
        assert log.header.endswith("  saved")
        assert log.on_disk() == ["Email", "Call"]


async def test_it_is_tried_again_by_itself_ever_more_seldom_and_said_once(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.error = errno.EIO
        await log.line("9-10 Call")
        told = len(log.said)
        await log.seconds(FIRST_WAIT + 1)
        assert log.header.endswith("  not saved")
        assert len(log.said) == told
        disk.error = 0
        await log.seconds(1)
        assert log.header.endswith("  not saved"), "the second wait is longer than the first"
        await log.seconds(2 * FIRST_WAIT)
        assert log.header.endswith("  saved")
        assert log.on_disk() == ["Email", "Call"]


async def test_a_key_tries_again_and_says_why_it_failed(tmp_path, disk):
    async with a_log(tmp_path) as log:
        assert "save now" not in log.app.screen.query_one(BottomBar).render().plain
        disk.error = errno.EROFS
        await log.line("9-10 Call")
        assert log.app.screen.query_one(BottomBar).render().plain.startswith("  ^s save now")
        (before,) = log.app._notifications
        await log.press("ctrl+s")
        (said,) = log.app._notifications
        assert said is not before, "it is said anew, in the place of the same before"
        assert "read-only" in said.message
        disk.error = 0
        await log.press("ctrl+s")
        assert log.header.endswith("  saved")
        assert log.on_disk() == ["Email", "Call"]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quitting_warns_names_what_is_lost_and_may_try_again(tmp_path, disk, key):
    async with a_log(tmp_path) as log:
        disk.error = errno.ENOSPC
        await log.line("9-10 Call")
        await log.press(key)
        assert "A change is not saved" in log.dialog
        assert "Log Call 09:00–10:00" in log.dialog
        assert "the disk is full" in log.dialog
        await log.press("r")
        assert "A change is not saved" in log.dialog
        await log.press("s")
        assert log.app.is_running
        disk.error = 0
        await log.press("q", "r")
        assert not log.app.is_running
        assert log.app.lost == ()
    assert log.on_disk() == ["Email", "Call"]


async def test_what_is_given_up_when_quitting_is_known_afterwards(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.error = errno.ENOSPC
        await log.line("9-10 Call")
        await log.line("10-11 Invoices")
        await log.press("q", "q")
        assert not log.app.is_running
    assert listed(log.app.lost) == "Log Call 09:00–10:00 and 1 more"
    assert log.on_disk() == ["Email"]


async def test_quitting_before_the_disk_has_refused_warns_too(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.error = errno.ENOSPC
        await log.pilot.press("n")
        log.app.focused.value = "9-10 Call"
        await log.pilot.press("enter", "escape", "q")
        await log.settle()
        assert "A change is not saved" in log.dialog
        disk.error = 0
        await log.press("r")


async def test_undo_takes_back_what_was_never_saved(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.error = errno.ENOSPC
        await log.line("9-10 Call")
        await log.line("10-11 Invoices")
        await log.press("u")
        assert log.header.endswith("  not saved")
        disk.error = 0
        await log.press("ctrl+s")
        assert log.on_disk() == ["Email", "Call"]
        disk.error = errno.ENOSPC
        await log.line("10-11 Invoices")
        await log.press("u")
        assert log.header.endswith("  saved")
        assert "taken back before it was saved: Log Invoices 10:00–11:00" in log.said[-1]
        disk.error = 0
        await log.seconds(9)
        assert log.on_disk() == ["Email", "Call"]


async def test_a_late_change_is_as_of_the_moment_when_it_was_asked_for(tmp_path, disk):
    async with a_log(tmp_path) as log:
        log.services.log.start("Call", at=log.clock.now().replace(hour=14))
        disk.error = errno.ENOSPC
        await log.press("x")
        log.clock.advance(minutes=90)
        disk.error = 0
        await log.press("ctrl+s")
        (stopped,) = [e for e in Repository.open(log.path).all_entries() if e.start.hour == 14]
        assert stopped.end == DEMO_MOMENT
        assert log.services.history.changes()[0].at == DEMO_MOMENT


async def test_what_no_disk_could_store_is_given_up_and_the_rest_goes_on(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.error = errno.ENOSPC
        await log.line("9-10 Call")
        log.app.make_change(_refuse)
        log.app.make_change(lambda: log.services.log.add(log.services.log.parse("10-11 Invoices")))
        await log.settle()
        assert log.header.endswith("  3 not saved")
        disk.error = 0
        await log.press("ctrl+s")
        assert "this cannot be" in log.said
        assert log.header.endswith("  saved")
        assert log.on_disk() == ["Email", "Call", "Invoices"]


def _refuse() -> None:
    raise UserError("this cannot be")


async def test_a_change_that_the_disk_did_not_confirm_is_not_made_twice(tmp_path, disk, monkeypatch):
    from outsource_tui.store import disk as store_disk

    real, sure = store_disk._sync_folder, [False]

    def sync(folder: Path) -> None:
        if not sure[0]:
            raise OSError(errno.EIO, "no answer")
        real(folder)

    async with a_log(tmp_path) as log:
        monkeypatch.setattr(store_disk, "_sync_folder", sync)
        await log.line("9-10 Call")
        assert log.header.endswith("  not saved")
        await log.press("ctrl+s")
        assert log.header.endswith("  not saved")
        assert "still does not confirm" in log.said[-1]
        sure[0] = True
        await log.press("ctrl+s")
        assert log.header.endswith("  saved")
        assert log.on_disk() == ["Email", "Call"]


async def test_a_file_of_a_newer_version_is_read_only_and_does_not_hold_up(tmp_path, disk):
    async with a_log(tmp_path) as log:

        def refuse() -> None:
            raise ReadOnlyError("a newer version wrote this file")

        log.app.make_change(refuse)
        await log.settle()
        assert log.header.endswith("  read-only")
        assert log.app.changes.unsaved == ()


async def test_a_file_of_a_newer_version_says_so_from_the_start(tmp_path):
    path = tmp_path / "data" / "log.json"
    services = Services(Repository.open(path), FixedClock(DEMO_MOMENT), Settings())
    services.log.add(services.log.parse("7-8 Email"))
    path.write_text(path.read_text().replace('"schema":1', '"schema":7'))
    before = path.read_bytes()
    log = Log(path)
    async with log.app.run_test(size=(120, 36)) as log.pilot:
        await log.settle()
        assert log.header.endswith("  read-only")
        await log.line("9-10 Call")
        assert log.header.endswith("  read-only")
        assert "newer version" in log.said[-1]
        await log.press("q")
        assert not log.app.is_running
    assert path.read_bytes() == before


async def test_what_can_ask_again_is_tried_once(tmp_path, disk):
    async with a_log(tmp_path) as log:
        failed: list[str] = []
        disk.error = errno.ENOSPC

        def add() -> object:
            return log.services.log.add(log.services.log.parse("9-10 Call"))

        log.app.make_change(add, failed=lambda: failed.append("1"))
        await log.settle()
        assert failed == ["1"]
        assert log.header.endswith("  saved")
        await log.line("10-11 Invoices")
        log.app.make_change(add, failed=lambda: failed.append("2"))
        await log.settle()
        assert failed == ["1", "2"]
        disk.error = 0
        await log.press("ctrl+s")
        assert log.on_disk() == ["Email", "Invoices"]


async def test_an_app_that_ends_at_once_stores_what_was_asked_for(tmp_path):
    async with a_log(tmp_path) as log:
        for hour in (9, 10, 11):
            quick = log.services.log.parse(f"{hour}-{hour + 1} Call {hour}")
            log.app.make_change(lambda quick=quick: log.services.log.add(quick))
        log.app.exit()
    assert log.on_disk() == ["Email", "Call 9", "Call 10", "Call 11"]
    assert log.app.lost == ()
