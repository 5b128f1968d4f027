"""The quick dataclass does what the standard one does."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from outsource_tui.model import value
from outsource_tui.model.pattern import pattern


def classes(dataclass, field):
    @dataclass(frozen=True, slots=True, order=True)
    class Point:
        """A place."""

        x: int
        y: int = 2
        names: list[str] = field(default_factory=list)
        hidden: int = field(default=0, repr=False, compare=False)

        @property
        def both(self) -> int:
            return self.x + self.y

    @dataclass(slots=True)
    class Loose:
        a: int
        seen: dict[str, int] = field(default_factory=dict)

    @dataclass(frozen=True, slots=True)
    class Derived:
        a: int
        twice: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "twice", 2 * self.a)

    return Point, Loose, Derived


OURS = classes(value.dataclass, value.field)
THEIRS = classes(dataclasses.dataclass, dataclasses.field)


@value.dataclass(frozen=True, slots=True)
class Portable:
    name: str
    size: int = 1


@pytest.fixture(params=[OURS, THEIRS], ids=["ours", "standard"])
def kinds(request):
    return request.param


def test_values_are_equal_by_their_fields_and_nothing_else(kinds):
    point, loose, _ = kinds
    assert point(1) == point(1, 2, [])
    assert point(1) != point(1, 3)
    assert point(1, hidden=1) == point(1, hidden=2)
    assert point(1) != (1, 2, [])
    assert loose(1) == loose(1)
    assert loose(1) != loose(2)


def test_frozen_values_refuse_to_change(kinds):
    point, loose, _ = kinds
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        point(1).x = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del point(1).x
    free = loose(1)
    free.a = 5
    assert free.a == 5
    with pytest.raises(AttributeError):
        free.other = 1


def test_defaults_are_made_anew_for_each_value(kinds):
    point, loose, derived = kinds
    point(1).names.append("x")
    loose(1).seen["x"] = 1
    assert point(1).names == []
    assert loose(1).seen == {}
    assert derived(4).twice == 8


def test_wrong_arguments_are_told(kinds):
    point, _, derived = kinds
    for wrong in (point, lambda: point(1, z=1), lambda: derived(1, 2)):
        with pytest.raises(TypeError):
            wrong()


def test_order_goes_by_the_fields_in_turn(kinds):
    point, loose, _ = kinds
    assert point(1, 5) < point(2, 0)
    assert point(2) >= point(1)
    assert max(point(3), point(1), point(7)).x == 7
    with pytest.raises(TypeError):
        assert loose(1) < loose(2)


def test_hash_and_representation(kinds):
    _, loose, derived = kinds
    assert len({derived(1), derived(1), derived(2)}) == 2
    with pytest.raises(TypeError):
        hash(loose(1))
    assert repr(derived(3)) == f"{derived.__qualname__}(a=3, twice=6)"
    assert "hidden" not in repr(kinds[0](1))


def test_the_standard_functions_take_them_too(kinds):
    point, loose, derived = kinds
    assert dataclasses.replace(point(1, 9), x=4) == point(4, 9)
    assert dataclasses.asdict(loose(1, {"k": 2})) == {"a": 1, "seen": {"k": 2}}
    assert [f.name for f in dataclasses.fields(derived)] == ["a", "twice"]
    assert dataclasses.is_dataclass(point)


def test_replace_keeps_the_rest():
    point, _, derived = OURS
    assert value.replace(point(1, 9, ["a"]), x=4) == point(4, 9, ["a"])
    assert value.replace(derived(1), a=5).twice == 10
    with pytest.raises(TypeError):
        value.replace(point(1), z=1)


def test_values_are_matched_copied_and_pickled():
    match Portable("a", 3):
        case Portable(name, size):
            assert (name, size) == ("a", 3)
    assert copy.copy(Portable("a")) == pickle.loads(pickle.dumps(Portable("a"))) == Portable("a", 1)
    assert not hasattr(Portable("a"), "__dict__")


def test_what_it_does_not_do_is_refused():
    with pytest.raises(TypeError, match="slotted"):
        value.dataclass(slots=False)

    class Base:
        pass

    class Below(Base):
        pass

    with pytest.raises(TypeError, match="base class"):
        value.dataclass(slots=True)(Below)


def test_a_pattern_is_compiled_when_it_is_used():
    broken = pattern("(")
    with pytest.raises(Exception, match="unterminated"):
        broken.match("x")
    figures = pattern(r"([0-9]+)(h)?", 0)
    found = figures.match("12h")
    assert found is not None
    assert found.groups() == ("12", "h")
    assert figures.findall("1 22") == [("1", ""), ("22", "")]
