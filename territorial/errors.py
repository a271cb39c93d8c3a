"""The errors and warnings of the library.

Every message says three things: what was wanted, what was given, and how to
mend it. The parts are kept as attributes and survive pickling, so that a batch
can collect errors from worker processes.
"""

from __future__ import annotations


class TerritorialError(Exception):
    """Base of every error that the library raises on purpose.

    Parameters
    ----------
    wanted : str
        What the function needs, as the end of a sentence that begins "wanted".
    given : str
        What it got instead.
    mend : str
        What the user can do about it.
    where : str, optional
        The place: a file, a line, a row and column, an argument.

    Examples
    --------
    >>> print(TerritorialError("a date", "'soon'", "write it as 2025-02-07", where="published"))
    published: wanted a date, given 'soon'; write it as 2025-02-07
    """

    def __init__(self, wanted: str, given: str, mend: str, *, where: str | None = None) -> None:
        self.wanted = wanted
        self.given = given
        self.mend = mend
        self.where = where
        super().__init__(wanted, given, mend, where)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}wanted {self.wanted}, given {self.given}; {self.mend}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.wanted, self.given, self.mend, self.where))


def _rebuild(
    kind: type[TerritorialError], wanted: str, given: str, mend: str, where: str | None
) -> TerritorialError:
    return kind(wanted, given, mend, where=where)


class InputError(TerritorialError, ValueError):
    """A file, a line or an argument that cannot be read."""


class OutputError(TerritorialError, OSError):
    """A file that cannot be written; nothing half-written is left behind."""

    # OSError fills its own attributes from the arguments and prints them; ours is the message.
    __str__ = TerritorialError.__str__


class UnitError(TerritorialError, ValueError):
    """A unit that the library does not know, or that does not fit."""


class DimensionError(UnitError):
    """Two units of different measures: area where length stands, and so on."""


class PeriodError(TerritorialError, ValueError):
    """A day, month or span that does not exist or does not fit."""


class ReportsError(TerritorialError, ValueError):
    """A reports table that breaks its format."""


class SeriesError(TerritorialError, ValueError):
    """Reports or series that cannot be put into one series."""


class ChartError(TerritorialError, ValueError):
    """A chart that would say something untrue, or nothing."""


class LexiconError(TerritorialError, ValueError):
    """A lexicon file that breaks its format, or an id that it does not hold."""


class MissingExtraError(TerritorialError, ImportError):
    """A library that only an extra installs."""


class TerritorialWarning(UserWarning):
    """Something that the user should know and that stopped nothing."""
