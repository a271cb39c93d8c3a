"""`NamedTuple` and `blake2b` as in the standard library, without the modules that hold them.

`typing` costs a quarter of an empty Python to load, and compiles the annotation of each field.
The modules that read a text into records, and those of the command line, take the class from
here; type checkers see `typing.NamedTuple` itself. `hashlib` loads the OpenSSL library.
"""

from __future__ import annotations

from collections import namedtuple

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["TYPE_CHECKING", "NamedTuple", "blake2b"]

TYPE_CHECKING = False  # as in `typing`: true for type checkers alone

if TYPE_CHECKING:
    from typing import NamedTuple
else:

    class _Fields(type):
        """Makes a class body with annotated fields a named tuple with its methods."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.pop("__annotations__")
            made = namedtuple(  # noqa: PYI024  (this is what stands in for it)
                name,
                fields,
                defaults=[body.pop(field) for field in tuple(fields) if field in body],
                module=body["__module__"],
            )
            for key, value in body.items():
                if key not in {"__module__", "__qualname__"}:
                    setattr(made, key, value)
            made.__annotations__ = fields
            return made

    class NamedTuple(metaclass=_Fields):
        """Base of a tuple with named fields, as `typing.NamedTuple`."""
