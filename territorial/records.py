"""One reported figure: its fields, its id, and how it is written in plain text.

This module is the ground that the readers share and needs nothing but the
standard library, so that a text becomes records without loading pandas. The
table made of records is in `territorial.reports`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from territorial.structures import TYPE_CHECKING, NamedTuple, blake2b

if TYPE_CHECKING:
    from typing import Any

MEASURES = ("area", "length", "share", "count")
KINDS = ("gain", "loss", "control")
BASES = ("gross", "net", "unstated")
QUALIFIERS = ("exact", "about", "at_least", "at_most", "nearly", "range")
PERIOD_BASES = ("explicit", "relative", "context", "published")
PERS = ("day", "week", "month")


class Report(NamedTuple):
    """One reported figure, as reported: nothing is converted on the way in.

    The fields are the columns of the reports table, in its order; None stands
    for what the source does not say. `territorial.reports` describes each.

    Examples
    --------
    >>> report = Report(report_id="a1", measure="area", kind="gain", party="russia",
    ...                 value=320.0, unit="km^2", qualifier="about")
    >>> f"{report.value:g} {report.unit}"
    '320 km^2'
    """

    report_id: str
    conflict: str | None = None
    party: str | None = None
    counterparty: str | None = None
    measure: str | None = None
    kind: str | None = None
    basis: str = "unstated"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    per: str | None = None
    qualifier: str = "exact"
    start: dt.date | None = None
    end: dt.date | None = None
    period_basis: str | None = None
    place: str | None = None
    scope: str | None = None
    attribution: str | None = None
    origin: str | None = None
    publisher: str | None = None
    published: dt.date | None = None
    url: str | None = None
    document: str | None = None
    span_start: int | None = None
    span_end: int | None = None
    quote: str | None = None
    sentence: str | None = None
    restates: str | None = None
    flags: str | None = None


COLUMNS = Report._fields
NUMBERS = ("value", "low", "high")
DAYS = ("start", "end", "published")
INTEGERS = ("span_start", "span_end")


def report_id(*parts: object) -> str:
    """A short id that depends on nothing but `parts`.

    The readers pass what tells one figure from another in one source: the
    source's own text or name, the place in it, and the figure.

    Parameters
    ----------
    *parts : object
        Anything whose `str` is stable.

    Returns
    -------
    str
        Twelve hexadecimal digits.

    Examples
    --------
    >>> report_id("article.txt", 118, 135) == report_id("article.txt", 118, 135)
    True
    """
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def join_flags(flags: Iterable[str]) -> str | None:
    """Flags as the table stores them: one string, `; ` between two of them.

    Examples
    --------
    >>> join_flags(["guessed year", "unlisted party"])
    'guessed year; unlisted party'
    >>> join_flags([]) is None
    True
    """
    return "; ".join(dict.fromkeys(flags)) or None


def to_plain(report: Report, columns: Sequence[str] = COLUMNS) -> dict[str, Any]:
    """The record as JSON types: days as ISO strings, None where nothing is known."""
    plain = report._asdict()
    for name in DAYS:
        value = plain[name]
        plain[name] = None if value is None else value.isoformat()
    return {name: plain[name] for name in columns}
