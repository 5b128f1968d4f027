"""What is interrupted goes on, however short a time it had run."""

from __future__ import annotations

from tests.services.test_log import shown


def test_what_was_interrupted_in_the_minute_it_began_goes_on(services, clock):
    services.log.start("Task A #a -- first draft")
    services.log.interrupt("Phone")
    clock.advance(minutes=5)
    assert services.log.stop().label == "Stop Phone at 12:10, go on with Task A"
    running = services.log.running()
    assert (services.log.status().activity, running.tags, running.note) == ("Task A", ("a",), "first draft")
    assert shown(services)[-1] == "12:05-12:10 Phone"


def test_all_that_was_begun_in_one_minute_goes_on_in_turn(services, clock):
    services.log.start("Studio")
    services.log.interrupt("Phone")
    services.log.interrupt("Door")
    clock.advance(minutes=2)
    assert "go on with Phone" in services.log.stop().label
    clock.advance(minutes=2)
    assert "go on with Studio" in services.log.stop().label
    clock.advance(minutes=2)
    services.log.stop()
    assert shown(services)[1:] == ["12:05-12:07 Door", "12:07-12:09 Phone", "12:09-12:11 Studio"]


def test_an_interrupted_entry_that_was_deleted_does_not_go_on(services, clock):
    services.log.start("Studio")
    clock.advance(minutes=5)
    first = services.log.running()
    services.log.interrupt("Phone")
    services.log.delete(first.id)
    clock.advance(minutes=5)
    services.log.stop()
    assert services.log.running() is None
