"""Frozen dataclasses that cost next to nothing to define.

`dataclasses` writes and compiles six methods for every class when the class is defined, and needs `inspect` for it: for
the few lines of `planner next` that is a third of all its time. The classes made here are the same to whoever uses
them, but `__init__` is compiled when a first one is made, the other methods are shared, and what `dataclasses.fields`
and `replace` go by is worked out by `dataclasses` itself when one of them is first asked.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeVar

_T = TypeVar("_T")
_ABSENT = object()


class _Field:
    """What `field` was given, for when `dataclasses` asks."""

    def __init__(self, make: Callable[[], object]) -> None:
        self.make = make


def _field(*, default_factory: Callable[[], object]) -> Any:
    """A field whose default is made anew for each."""
    return _Field(default_factory)


def _replace(value: Any, /, **changes: Any) -> Any:
    """A copy of `value` with these fields changed, in a seventh of the time that `dataclasses` takes."""
    kind = value.__class__
    copied = _copiers.get(kind)
    if copied is None:
        if "__shape__" not in kind.__dict__ or "__slots__" not in kind.__dict__:
            from dataclasses import replace as change

            return change(value, **changes)
        copied = _copiers[kind] = _copier(kind, kind.__dict__["__shape__"])
    return copied(value, changes)


_copiers: dict[type, Callable[[Any, dict[str, Any]], Any]] = {}


def _dataclass(*, frozen: bool, slots: bool = False, kw_only: bool = False) -> Callable[[type[_T]], type[_T]]:
    """As `dataclasses.dataclass`, for classes that are frozen and have no base with fields of its own."""
    assert frozen
    return lambda plain: _made(plain, slots=slots, kw_only=kw_only)


def _made(plain: type[_T], *, slots: bool, kw_only: bool) -> type[_T]:
    spelled = plain.__annotations__
    names = tuple(spelled)
    defaults = {name: plain.__dict__[name] for name in names if name in plain.__dict__}
    kept = {name: value for name, value in plain.__dict__.items() if name not in {"__dict__", "__weakref__", *defaults}}
    shape = _Shape(plain.__name__, plain.__module__, spelled, defaults, slots, kw_only)
    scope: dict[str, Any] = {
        **_shared(names),
        **kept,
        "__match_args__": () if kw_only else names,
        "__shape__": shape,
        "__dataclass_fields__": _Asked(shape),
        "__dataclass_params__": _Asked(shape),
    }
    if slots:
        scope |= {"__slots__": names, "__getstate__": _state_of(names), "__setstate__": _set_state(names)}
    meta: Any = type(plain)
    made: Any = meta(plain.__name__, plain.__bases__, scope)
    made.__qualname__ = plain.__qualname__
    made.__init__ = _first_init(made, shape)
    return made  # type: ignore[no-any-return]  # the class that was given, made anew


def maker(kind: type[_T]) -> Callable[..., _T]:
    """A function that makes one as calling the slotted `kind` does, in half the time: for those who make thousands."""
    shape = kind.__dict__["__shape__"]
    lines = ["self = _new(_open)", *_filled(shape, "self.{} = {}"), "self.__class__ = _closed", "return self"]
    made: Callable[..., _T] = _compiled("make", [], kind, shape, lines)
    return made


class _Shape(NamedTuple):
    """A class as it was written: the fields with their types as text, and their defaults."""

    name: str
    module: str
    spelled: dict[str, Any]
    defaults: dict[str, Any]
    slots: bool
    kw_only: bool


class _Asked:
    """`__dataclass_fields__` or `__dataclass_params__` of a class, made when it is first looked at."""

    def __init__(self, shape: _Shape) -> None:
        self._shape = shape

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, asking: type) -> Any:
        from dataclasses import dataclass as whole
        from dataclasses import field as part

        shape = self._shape
        scope: dict[str, Any] = {"__annotations__": shape.spelled, "__module__": shape.module, "__doc__": shape.name}
        for name, default in shape.defaults.items():
            scope[name] = part(default_factory=default.make) if isinstance(default, _Field) else default
        made: Any = whole(frozen=True, slots=shape.slots, kw_only=shape.kw_only)(type(shape.name, (), scope))
        found = getattr(made, self._name)
        setattr(self._owner, self._name, found)  # from now on it is there
        return found


def _first_init(owner: Any, shape: _Shape) -> Callable[..., None]:
    """An `__init__` that compiles the real one, puts it in its own place, and calls it."""

    def first(self: Any, *given: Any, **named: Any) -> None:
        owner.__init__ = _init(owner, shape)
        owner.__init__(self, *given, **named)

    return first


def _init(owner: Any, shape: _Shape) -> Callable[..., None]:
    if "__slots__" in owner.__dict__:
        lines = ["_put(self, '__class__', _open)", *_filled(shape, "self.{} = {}"), "self.__class__ = _closed"]
    else:
        lines = _filled(shape, "_put(self, {!r}, {})")
    made: Callable[..., None] = _compiled("__init__", ["self"], owner, shape, [*lines, "return None"])
    made.__qualname__ = f"{owner.__qualname__}.__init__"
    return made


def _filled(shape: _Shape, line: str) -> list[str]:
    anew = {name for name, default in shape.defaults.items() if isinstance(default, _Field)}
    return [
        line.format(name, f"_make_{name}() if {name} is _absent else {name}" if name in anew else name)
        for name in shape.spelled
    ]


def _compiled(name: str, first: list[str], owner: Any, shape: _Shape, lines: list[str]) -> Any:
    """A function of the fields. Past `__setattr__` slots are filled in a fifth of the time, and a milestone has 36:
    so while it is being made, a slotted one is of the class `_open`, that has the same slots and may be written."""
    scope: dict[str, Any] = {"_absent": _ABSENT, "_put": object.__setattr__, "_new": object.__new__, "_closed": owner}
    if "__slots__" in owner.__dict__:
        scope["_open"] = type(owner)(owner.__name__, owner.__bases__, {"__slots__": tuple(shape.spelled)})
    arguments = [*first, "*"] if shape.kw_only and shape.spelled else [*first]
    for each in shape.spelled:
        if each in shape.defaults:
            default = shape.defaults[each]
            if isinstance(default, _Field):
                scope[f"_make_{each}"], default = default.make, _ABSENT
            scope[f"_default_{each}"] = default
            arguments.append(f"{each}=_default_{each}")
        else:
            arguments.append(each)
    text = "\n ".join([f"def {name}({', '.join(arguments)}):", *lines])
    exec(text, scope)  # noqa: S102  # made of our own field names, as dataclasses do
    return scope[name]


def _copier(owner: Any, shape: _Shape) -> Callable[[Any, dict[str, Any]], Any]:
    """A function that gives a slotted one's copy with changes, as `_compiled` fills one."""
    scope: dict[str, Any] = {
        "_new": object.__new__,
        "_closed": owner,
        "_open": type(owner)(owner.__name__, owner.__bases__, {"__slots__": tuple(shape.spelled)}),
    }
    lines = [
        "def copy(value, changes):",
        "self = _new(_open)",
        *(f"self.{name} = value.{name}" for name in shape.spelled),
        "for name, new in changes.items(): setattr(self, name, new)",
        "self.__class__ = _closed",
        "return self",
    ]
    exec("\n ".join(lines), scope)  # noqa: S102  # made of our own field names, as dataclasses do
    copy: Callable[[Any, dict[str, Any]], Any] = scope["copy"]
    names = frozenset(shape.spelled)

    def copied(value: Any, changes: dict[str, Any]) -> Any:
        if not names.issuperset(changes):
            unknown = ", ".join(sorted(changes.keys() - names))
            raise TypeError(f"{owner.__name__} has no field {unknown}")
        return copy(value, changes)

    return copied


def _shared(names: tuple[str, ...]) -> dict[str, Callable[..., Any]]:
    values: Callable[[Any], Any] = attrgetter(*names) if names else lambda _: ()

    def shown(self: Any) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def equal(self: Any, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    return {
        "__repr__": shown,
        "__eq__": equal,
        "__hash__": lambda self: hash(values(self)),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }


def _refuse_to_set(_: object, name: str, __: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state_of(names: tuple[str, ...]) -> Callable[[Any], list[Any]]:
    return lambda self: [getattr(self, name) for name in names]


def _set_state(names: tuple[str, ...]) -> Callable[[Any, list[Any]], None]:
    def take(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return take


# What reads the types sees the dataclasses it knows.
if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414  # given on
    from dataclasses import field as field  # noqa: PLC0414  # same
    from dataclasses import replace as replace  # noqa: PLC0414  # same
else:
    dataclass, field, replace = _dataclass, _field, _replace
