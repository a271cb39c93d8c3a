"""Named tuples without `typing` behave as those with it."""

from __future__ import annotations

import copy
import inspect
import pickle
import typing

import pytest

from territorial import structures


class Point(structures.NamedTuple):
    """A point."""

    x: int
    y: int = 2
    label: str | None = None

    @property
    def sum(self) -> int:
        return self.x + self.y


class Typed(typing.NamedTuple):
    """A point."""

    x: int
    y: int = 2
    label: str | None = None

    @property
    def sum(self) -> int:
        return self.x + self.y


class Alone(structures.NamedTuple):
    only: int


BOTH = [Point, Typed]


@pytest.mark.parametrize("cls", BOTH)
def test_values_and_names(cls):
    point = cls(1, label="a")
    assert point == (1, 2, "a") and tuple(point) == (1, 2, "a") and len(point) == 3
    assert (point.x, point.y, point.label, point.sum) == (1, 2, "a", 3)
    assert repr(point) == f"{cls.__name__}(x=1, y=2, label='a')"
    assert point._asdict() == {"x": 1, "y": 2, "label": "a"}
    assert point._replace(x=5) == (5, 2, "a") and type(point._replace(x=5)) is cls
    assert cls._make([7, 8, None]) == cls(x=7, y=8)
    assert hash(point) == hash((1, 2, "a"))
    match point:
        case cls(1, 2, label):
            assert label == "a"
    with pytest.raises(AttributeError):
        point.x = 2
    with pytest.raises(AttributeError):
        point.other = 2


@pytest.mark.parametrize("cls", BOTH)
def test_what_is_told_of_the_class(cls):
    assert cls._fields == cls.__match_args__ == ("x", "y", "label")
    assert cls._field_defaults == {"y": 2, "label": None}
    assert list(cls.__annotations__) == ["x", "y", "label"]
    assert (cls.__doc__, cls.__module__) == ("A point.", __name__)
    assert cls.y.__doc__ == "Alias for field number 1"
    assert str(inspect.signature(cls)) == "(x, y=2, label=None)" or cls is Typed


@pytest.mark.parametrize("cls", BOTH)
def test_copies_are_of_the_same_class(cls):
    point = cls(1, label="a")
    for other in (pickle.loads(pickle.dumps(point)), copy.copy(point), copy.deepcopy(point)):
        assert other == point and type(other) is cls


@pytest.mark.parametrize("cls", BOTH)
def test_wrong_fields_are_told(cls):
    with pytest.raises(TypeError, match=r"__new__\(\) missing 1 required positional argument: 'x'"):
        cls()
    with pytest.raises(TypeError, match="unexpected keyword argument 'z'"):
        cls(1, z=2)
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        cls._make([1])
    with pytest.raises((ValueError, TypeError), match=r"Got unexpected field names: \['z'\]"):
        cls(1)._replace(z=2)


def test_one_field():
    assert Alone(3) == (3,) and Alone(only=3).only == 3 and repr(Alone(3)) == "Alone(only=3)"
