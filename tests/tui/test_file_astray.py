"""The file changes, is damaged or goes while the app is open: said, taken up, and never written over."""

from __future__ import annotations

import errno
import json
import sys

import pytest

from tests.tui.refusing import a_log

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="errors of POSIX")


@pytest.mark.parametrize("damage", [None, b"{", b"", b"nonsense\n"])
async def test_a_file_that_goes_or_is_damaged_while_the_app_is_open_can_be_written_again(tmp_path, damage):
    async with a_log(tmp_path) as log:
        if damage is None:
            log.path.unlink()
        else:
            log.path.write_bytes(damage)
        await log.seconds(3)
        assert log.header.endswith("  check the file")
        assert len(log.said) == 1, "told once"
        await log.line("9-10 Call")
        assert log.header.endswith("  not saved")
        await log.press("q")
        assert "The file is not as it is shown here" in log.dialog
        await log.press("w")
        assert log.on_disk() == ["Email", "Call"]
        assert not log.app.is_running
    kept = [p.read_bytes() for p in (log.path.parent / "backups").glob("*restore*")]
    assert kept == ([] if damage is None else [damage])


async def test_a_file_that_comes_back_is_taken_up_without_a_word(tmp_path):
    async with a_log(tmp_path) as log:
        moved = log.path.with_name("moved.json")
        log.path.rename(moved)
        await log.seconds(2)
        assert log.header.endswith("  check the file")
        moved.rename(log.path)
        await log.seconds(1)
        assert log.header.endswith("  saved")
        await log.line("9-10 Call")
        assert log.on_disk() == ["Email", "Call"]


async def test_what_another_program_changed_in_the_file_is_said_while_the_app_is_open(tmp_path):
    async with a_log(tmp_path) as log:
        log.path.write_text(log.path.read_text().replace('"Email"', '"Post"'))
        await log.seconds(2)
        assert log.header.endswith("  saved")
        assert [n for n in log.said if "activities" in n and "outside the program" in n] == log.said
        await log.line("9-10 Call")
        await log.seconds(2)
        assert len(log.said) == 1, "said once"
        assert log.on_disk() == ["Post", "Call"]


async def test_entries_that_another_program_broke_are_said_in_a_few_lines(tmp_path):
    async with a_log(tmp_path) as log:
        for hour in range(9, 14):
            await log.line(f"{hour}-{hour}:30 Call")
        whole = json.loads(log.path.read_text())
        (month,) = [name for name in whole if name.startswith("entries-")]
        for document in list(whole[month].values())[1:]:
            document["start"] = 5
        log.path.write_text(json.dumps(whole))
        await log.seconds(3)
        assert len([n for n in log.said if "and 4 more are damaged and left out" in n]) == 1
        assert len(log.said) == 2
        await log.line("14-15 Invoices")
        assert log.on_disk() == ["Email", "Invoices"]


async def test_what_waited_for_a_damaged_file_goes_as_soon_as_it_is_whole_again(tmp_path):
    async with a_log(tmp_path) as log:
        whole = log.path.read_bytes()
        log.path.write_bytes(whole[:-9])
        await log.line("9-10 Call")
        await log.seconds(9)
        assert log.header.endswith("  not saved")
        log.path.write_bytes(whole)
        await log.seconds(2)
        assert log.header.endswith("  saved")
        assert log.on_disk() == ["Email", "Call"]


async def test_a_question_goes_once_everything_is_on_disk(tmp_path, disk):
    async with a_log(tmp_path) as log:
        disk.error = errno.ENOSPC
        await log.line("9-10 Call")
        await log.press("q")
        assert "A change is not saved" in log.dialog
        assert log.said == [], "the question says it"
        disk.error = 0
        await log.seconds(4)
        assert log.app.screen is log.app.screen_stack[0]
        assert log.app.is_running
        assert log.said == ["saved: the change that waited"]
        moved = log.path.rename(log.path.with_name("moved.json"))
        await log.seconds(1)
        await log.press("q")
        assert "The file is not as it is shown here" in log.dialog
        moved.rename(log.path)
        await log.seconds(1)
        assert log.app.screen is log.app.screen_stack[0]
        await log.press("q")
        assert not log.app.is_running
