"""`dataclass`, `field` and `replace` of the standard library, at a tenth of their cost at start-up.

The standard module imports `inspect` (6 ms) and compiles six methods for every class (1.2 ms when it is
frozen and slotted): a command that is done in 60 ms cannot pay that for the twenty classes on its way.
Here equality, hash and representation are shared closures, and `__init__` is compiled when the first
value is made. Type checkers see the standard functions. So do others at run time: `dataclasses.fields`,
`replace` and `asdict` take these values, too.

Limits, so that it stays small: slotted classes without base classes, and of the parameters only those
below. Where start-up does not count, the standard module does.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

T = TypeVar("T")
_MISSING: Any = object()


class _Field(NamedTuple):
    default: Any = _MISSING
    default_factory: Any = _MISSING
    init: bool = True
    repr: bool = True
    compare: bool = True


class _Fields:
    """Gives the standard module the description that it looks for, made when it looks."""

    def __init__(self, fields: dict[str, _Field]) -> None:
        self._fields = fields

    def __get__(self, value: object, owner: type) -> dict[str, Any]:
        import dataclasses

        described = []
        for name, f in self._fields.items():
            given = {key: value for key, value in f._asdict().items() if value is not _MISSING}
            described.append((name, owner.__annotations__[name], dataclasses.field(**given)))
        made = dataclasses.make_dataclass(owner.__name__, described)
        found: dict[str, Any] = made.__dict__["__dataclass_fields__"]
        owner.__dataclass_fields__ = found  # type: ignore[attr-defined]
        return found


def _dataclass(
    *, slots: bool, frozen: bool = False, order: bool = False
) -> Callable[[type[Any]], type[Any]]:
    if not slots:
        raise TypeError("only slotted classes: use the standard dataclass")

    def made(cls: type[Any]) -> type[Any]:
        if cls.__bases__ != (object,):
            raise TypeError(f"{cls.__name__} has a base class: use the standard dataclass")
        space = dict(cls.__dict__)
        fields = {name: _as_field(space.pop(name, _MISSING)) for name in cls.__annotations__}
        for name in ("__dict__", "__weakref__"):
            space.pop(name, None)
        space["__slots__"] = tuple(fields)
        space["__match_args__"] = tuple(name for name, f in fields.items() if f.init)
        space["__dataclass_fields__"] = _Fields(fields)
        for name, method in _methods(fields, frozen, order).items():
            space.setdefault(name, method)
        final = type(cls.__name__, (), space)
        final.__qualname__ = cls.__qualname__
        final.__init__ = _first_init(final, fields, frozen)  # type: ignore[misc]
        return final

    return made


def _as_field(default: Any) -> _Field:
    return default if isinstance(default, _Field) else _Field(default)


def _field(
    *,
    default: Any = _MISSING,
    default_factory: Any = _MISSING,
    init: bool = True,
    repr: bool = True,
    compare: bool = True,
) -> Any:
    return _Field(default, default_factory, init, repr, compare)


def _replace(value: T, /, **changes: Any) -> T:
    kind: Any = type(value)
    return kind(**{name: getattr(value, name) for name in kind.__match_args__} | changes)  # type: ignore[no-any-return]


def _methods(fields: dict[str, _Field], frozen: bool, order: bool) -> dict[str, Any]:
    """Return the methods that a class gets unless it has its own."""
    values = _getter([name for name, f in fields.items() if f.compare])
    shown = [name for name, f in fields.items() if f.repr]
    given = _getter([name for name, f in fields.items() if f.init])

    def eq(self: Any, other: Any) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def lt(self: Any, other: Any) -> Any:
        return values(self) < values(other) if other.__class__ is self.__class__ else NotImplemented

    def le(self: Any, other: Any) -> Any:
        return values(self) <= values(other) if other.__class__ is self.__class__ else NotImplemented

    def represent(self: Any) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{self.__class__.__qualname__}({parts})"

    def reduce(self: Any) -> tuple[Any, ...]:
        return self.__class__, given(self)

    methods: dict[str, Any] = {"__eq__": eq, "__repr__": represent, "__reduce__": reduce}
    if order:  # Python asks the other side for > and >=
        methods |= {"__lt__": lt, "__le__": le}
    if not frozen:
        methods["__hash__"] = None
    else:
        methods |= {
            "__hash__": lambda self: hash(values(self)),
            "__setattr__": _refuse,
            "__delattr__": _refuse,
        }
    return methods


def _getter(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse(self: object, name: str, *value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot {'assign to' if value else 'delete'} field {name!r}")


def _first_init(cls: type[Any], fields: dict[str, _Field], frozen: bool) -> Callable[..., None]:
    """Return an `__init__` that puts the compiled one in its own place."""

    def init(self: Any, /, *args: Any, **kwargs: Any) -> None:
        cls.__init__ = _compiled_init(cls, fields, frozen)
        self.__init__(*args, **kwargs)

    return init


def _compiled_init(cls: type[Any], fields: dict[str, _Field], frozen: bool) -> Callable[..., None]:
    names: dict[str, Any] = {"_missing": _MISSING}
    params, lines = ["self"], []
    for name, f in fields.items():
        value = name
        if f.default_factory is not _MISSING:
            names[f"_make_{name}"] = f.default_factory
            value = f"_make_{name}() if {name} is _missing else {name}" if f.init else f"_make_{name}()"
        default = "_missing" if f.default_factory is not _MISSING else ""
        if f.default is not _MISSING:
            names[f"_default_{name}"] = f.default
            default = f"_default_{name}"
        if f.init:
            params.append(f"{name}={default}" if default else name)
        elif f.default_factory is _MISSING:
            continue  # __post_init__ sets it
        if frozen:
            names[f"_set_{name}"] = cls.__dict__[name].__set__
            lines.append(f"_set_{name}(self, {value})")
        else:
            lines.append(f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n    ".join(lines or ["pass"])
    exec(f"def __init__({', '.join(params)}):\n    {body}", names)
    made: Callable[..., None] = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    dataclass, field, replace = _dataclass, _field, _replace

__all__ = ["dataclass", "field", "replace"]
