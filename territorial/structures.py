"""`NamedTuple` and `blake2b` as in the standard library, without the modules that hold them.

`typing` costs a quarter of an empty Python to load, and the thirty named tuples that reading a
text needs as much again, most of it for code that is the same in each. The modules that read a
text into records, and those of the command line, take the class from here; type checkers see
`typing.NamedTuple` itself. `hashlib` loads the OpenSSL library.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from types import CodeType, FunctionType

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["TYPE_CHECKING", "NamedTuple", "blake2b"]

TYPE_CHECKING = False  # as in `typing`: true for type checkers alone

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from collections import _tuplegetter  # the fields of `collections.namedtuple`

    class _Named(tuple):
        """What all named tuples have in common, as in `collections.namedtuple`."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[object]) -> _Named:
            """A tuple of as many values as there are fields."""
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changes: object) -> _Named:
            """The same tuple with other values in some fields."""
            made = self._make(map(changes.pop, self._fields, self))
            if changes:
                raise ValueError(f"Got unexpected field names: {list(changes)!r}")
            return made

        __replace__ = _replace

        def _asdict(self) -> dict[str, object]:
            """The values by the names of their fields."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            values = [f"{field}={value!r}" for field, value in self._asdict().items()]
            return f"{type(self).__name__}({', '.join(values)})"

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

    @lru_cache(maxsize=64)
    def _code(count: int) -> CodeType:
        """The code that makes a tuple of so many values, whatever their names."""
        fields = ", ".join(f"_{at}" for at in range(count))
        return eval(f"lambda _cls, {fields}: _new(_cls, ({fields},))").__code__  # noqa: S307

    def _constructor(
        name: str, fields: tuple[str, ...], defaults: tuple[object, ...]
    ) -> FunctionType:
        code = _code(len(fields)).replace(
            co_varnames=("_cls", *fields), co_name="__new__", co_qualname=f"{name}.__new__"
        )
        return FunctionType(code, {"_new": tuple.__new__}, None, defaults)

    class _Fields(type):
        """Makes a class body with annotated fields a named tuple with its methods."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body["__annotations__"])
            defaults = {field: body.pop(field) for field in fields if field in body}
            for at, field in enumerate(fields):
                body[field] = _tuplegetter(at, f"Alias for field number {at}")
            body |= {
                "__slots__": (),
                "__match_args__": fields,
                "__new__": _constructor(name, fields, tuple(defaults.values())),
                "_fields": fields,
                "_field_defaults": defaults,
            }
            return type(name, (_Named,), body)

    class NamedTuple(metaclass=_Fields):
        """Base of a tuple with named fields, as `typing.NamedTuple`."""
