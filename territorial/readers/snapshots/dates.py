"""The date of a map: from its name, from what its features say, or from the user."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from territorial.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Rule = str | dt.date | Mapping[str, str | dt.date] | Callable[[str], dt.date | str] | None

# Properties that give the day of a feature, by name in lower case.
DATE_PROPERTIES = (
    "date", "day", "as_of", "asof", "as_of_date", "snapshot_date", "map_date", "datetime",
    "timestamp", "valid_at", "update_date", "pub_date", "createdat", "id",
)  # fmt: skip
SPANS = (("start", "end"), ("valid_from", "valid_to"), ("from", "to"), ("begin", "end"))
# No map of control that anybody reads by computer is older: first maps of the First World War.
EARLIEST = dt.date(1900, 1, 1)

_MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_WORD = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # 2025-02-07, 2025_02_07, 2025.02.07
    (re.compile(r"(?<!\d)(\d{4})([-_. ])(\d{1,2})\2(\d{1,2})(?!\d)"), "y-md"),
    # 20250207
    (re.compile(r"(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)"), "ymd"),
    # 07-02-2025, day or month first
    (re.compile(r"(?<!\d)(\d{1,2})([-_. ])(\d{1,2})\2(\d{4})(?!\d)"), "?-?y"),
    # 07FEB2025, 7 February 2025
    (re.compile(rf"(?<!\d)(\d{{1,2}})[-_. ]?{_WORD}[-_., ]*(\d{{4}})(?!\d)", re.IGNORECASE), "dby"),
    # FEB072025, February 7, 2025
    (re.compile(rf"{_WORD}[-_. ]?(\d{{1,2}})[-_., ]*(\d{{4}})(?!\d)", re.IGNORECASE), "bdy"),
    # seconds or milliseconds since 1970
    (re.compile(r"(?<!\d)(1\d{9}|1\d{12})(?!\d)"), "epoch"),
)


class Dated(NamedTuple):
    """A day, and what the reader should know of how it was found."""

    day: dt.date
    notes: tuple[str, ...] = ()


def day_in_name(name: str) -> Dated | None:
    """The day that a file's name gives; the later of two, which the notes say.

    Raises
    ------
    InputError
        If day and month cannot be told apart.

    Examples
    --------
    >>> day_in_name("deepstatemap_data_20250207.geojson").day.isoformat()
    '2025-02-07'
    >>> day_in_name("Карта 7.13.2025.json") is None
    False
    >>> day_in_name("map_20251301.geojson") is None
    True
    """
    found: dict[int, dt.date] = {}
    for pattern, order in _PATTERNS:
        for match in pattern.finditer(name):
            _refuse_two_readings(match, order, name)
            day = _day(match, order)
            if day is not None:
                found.setdefault(match.start(), day)
        if found:
            break
    days = sorted(set(found.values()))
    if not days:
        return None
    if len(days) == 1:
        return Dated(days[0])
    return Dated(days[-1], (f"name gives {days[0]} to {days[-1]}: taken as of the last day",))


def without_date(name: str) -> str:
    """A name without its dates: layers of Shapefiles are called like their files.

    Examples
    --------
    >>> without_date("control 2025-02-07") == without_date("control 20250208")
    True
    """
    for pattern, _ in _PATTERNS:
        name = pattern.sub("", name)
    return name.strip(" -_.,")


def _refuse_two_readings(match: re.Match[str], order: str, name: str) -> None:
    """03-04-2025 is one day in London and another in New York; with dots the day comes first."""
    parts = match.groups()
    if order != "?-?y" or parts[1] == "." or parts[0] == parts[2]:
        return
    if max(int(parts[0]), int(parts[2])) <= 12:
        raise InputError(
            "a date that is one day only",
            f"{match.group(0)!r} in {name!r}",
            "pass date='%d-%m-%Y' or date='%m-%d-%Y' with the name's own separators",
        )


def _day(match: re.Match[str], order: str) -> dt.date | None:
    parts = match.groups()
    try:
        if order == "y-md":
            return dt.date(int(parts[0]), int(parts[2]), int(parts[3]))
        if order == "ymd":
            return dt.date(int(parts[0]), int(parts[1]), int(parts[2]))
        if order == "dby":
            return dt.date(int(parts[2]), _MONTHS[parts[1][:3].lower()], int(parts[0]))
        if order == "bdy":
            return dt.date(int(parts[2]), _MONTHS[parts[0][:3].lower()], int(parts[1]))
        if order == "epoch":
            return _from_number(float(parts[0]))
        first, second, year = int(parts[0]), int(parts[2]), int(parts[3])
        # With dots the day comes first, unless that is no date.
        day, month = (first, second) if second <= 12 else (second, first)
        return dt.date(year, month, day)
    except (ValueError, OverflowError, OSError):
        return None


def _from_number(value: float) -> dt.date | None:
    seconds = value / 1000 if value > 1e11 else value
    if not 1e9 <= seconds <= 4.2e9:  # 2001 to 2103
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC).date()


def as_day(value: Any) -> dt.date | None:
    """A day out of a property's value: ISO text, a date in words, or seconds since 1970."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _from_number(float(value)) if abs(value) < 1e15 else None
    if isinstance(value, str):
        try:
            found = day_in_name(value.split("T")[0] if re.match(r"\d{4}-", value) else value)
        except InputError:
            return None
        return found.day if found else None
    return None


def day_of_properties(properties: Mapping[str, Any], rule: str | None = None) -> dt.date | None:
    """The day that a feature's properties give, under the name `rule` or a usual one."""
    if rule is not None:
        return as_day(properties.get(rule))
    lowered = {str(key).lower(): value for key, value in properties.items()}
    for name in DATE_PROPERTIES:
        if name == "id":
            continue
        if name in lowered and (day := as_day(lowered[name])) is not None:
            return day
    return None


def span_of_properties(properties: Mapping[str, Any]) -> tuple[dt.date, dt.date | None] | None:
    """First and last day (None: open) over which a feature holds, if it says so."""
    lowered = {str(key).lower(): value for key, value in properties.items()}
    for first, last in SPANS:
        if first in lowered and last in lowered:
            start = as_day(lowered[first])
            if start is not None:
                return start, as_day(lowered[last])
    return None


def day_of_members(members: Mapping[str, Any]) -> dt.date | None:
    """The day in a document's own members, beside its features."""
    lowered = {str(key).lower(): value for key, value in members.items()}
    for name in DATE_PROPERTIES:
        if name in lowered and (day := as_day(lowered[name])) is not None:
            return day
    return None


def day_by_rule(rule: Rule, name: str) -> Dated | None:
    """The day that the user's `date=` gives to the file `name`; None: look further.

    Raises
    ------
    InputError
        If the rule is there and does not fit the name.
    """
    if rule is None:
        return None
    if isinstance(rule, dt.datetime):
        return Dated(rule.date())
    if isinstance(rule, dt.date):
        return Dated(rule)
    if callable(rule):
        return _checked(rule(name), name)
    if not isinstance(rule, str):
        key = name if name in rule else os.path.basename(name)
        return _checked(rule[key], name) if key in rule else None
    if "%" in rule:
        return Dated(_by_format(rule, name))
    try:
        return Dated(dt.date.fromisoformat(rule))
    except ValueError:
        return None  # the name of a property


def check_rule(rule: Rule, names: Iterable[str]) -> list[str]:
    """The keys of a mapping `date=` that are the name of no file.

    Raises
    ------
    InputError
        If none of them is.
    """
    if rule is None or isinstance(rule, (str, dt.date)) or callable(rule):
        return []
    known = set(names)
    known |= {os.path.basename(name) for name in known}
    unused = [str(key) for key in rule if key not in known]
    if unused and len(unused) == len(rule):
        raise InputError(
            "names of files as the keys of date=", ", ".join(map(repr, unused[:3])),
            "name them as in the folder, such as " + ", ".join(map(repr, sorted(known)[:2])),
            where="date",
        )  # fmt: skip
    return unused


def _checked(value: Any, name: str) -> Dated:
    day = as_day(value)
    if day is None:
        raise InputError("a date", repr(value), "give a date or '2025-02-07'", where=name)
    return Dated(day)


def _by_format(rule: str, name: str) -> dt.date:
    # The format may stand anywhere in the name: try the places where it could.
    lengths = {"%Y": r"\d{4}", "%m": r"\d{1,2}", "%d": r"\d{1,2}", "%y": r"\d{2}",
               "%b": "[A-Za-z]{3}", "%B": "[A-Za-z]+", "%j": r"\d{3}", "%H": r"\d{2}",
               "%M": r"\d{2}", "%S": r"\d{2}"}  # fmt: skip
    parts = re.split(r"(%[A-Za-z])", rule)
    if any(part.startswith("%") and part not in lengths for part in parts):
        raise InputError(
            "a date format of " + " ".join(lengths), repr(rule), "use these directives"
        )
    pattern = "".join(lengths.get(part, re.escape(part)) for part in parts)
    for match in re.finditer(f"(?<!\\d){pattern}(?!\\d)", name):
        try:
            return dt.datetime.strptime(match.group(0), rule).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise InputError(
        f"a name with a date like {rule!r}", repr(name), "mend the name or pass another date="
    )
