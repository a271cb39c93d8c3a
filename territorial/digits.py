"""One number written in digits, with the separators that people use."""

from __future__ import annotations

import re

from territorial.errors import InputError

LONGEST = 400  # characters; the largest float has 309 digits

# Every space that stands between digits in print, and the apostrophes of Swiss usage.
_SPACES = " \u00a0\u2007\u2009\u202f"
_MINUS = "-\u2212\u2013"
# Digits of other scripts become 0-9 in float(); their separators are named here.
_OTHER = str.maketrans({"٫": ".", "٬": "'", "’": "'", "ʼ": "'", **dict.fromkeys(_SPACES, " ")})
# A sign, then digits in runs with one separator between two of them. No run can
# begin where another ends, so matching never goes back.
_SHAPE = re.compile(r"([+-]|\u2212|\u2013|)(\d*(?:[ '.,]\d+)*)\Z")
_SEPARATOR = re.compile(r"[ '.,]")


def parse_digits(text: str, decimal: str | None = None) -> float:
    """The number that `text` writes in digits.

    Spaces (also no-break, thin and figure spaces) and apostrophes group digits
    by three. Of comma and full stop, where both occur, the last is the decimal
    mark. One that occurs several times groups. One that occurs once groups if
    exactly three digits follow it and one to three stand before it, of which
    the first is no zero: ``"1,539"`` and ``"4.310"`` are whole numbers,
    ``"0.125"``, ``"1539.125"`` and ``"1 539,125"`` are not.

    Parameters
    ----------
    text : str
        One number, with or without a sign; nothing else but white space around it.
    decimal : {",", "."}, optional
        The decimal mark where it is known, for instance from the other cells
        of a column. The other mark then groups.

    Returns
    -------
    float
        The number; finite.

    Raises
    ------
    InputError
        If `text` is no such number.

    Examples
    --------
    >>> [parse_digits(text) for text in ("1,539", "1.539,5", "0.125", "−12", "4.310")]
    [1539.0, 1539.5, 0.125, -12.0, 4310.0]
    >>> parse_digits("4.310", decimal=".")
    4.31
    """
    if decimal not in {None, ",", "."}:
        raise InputError(
            "a comma or a full stop as decimal mark",
            repr(decimal),
            'give "," or "."',
            where="decimal",
        )
    if not isinstance(text, str):
        raise InputError("a text of digits", f"{type(text).__name__}", "give a str")
    if len(text) > LONGEST:
        raise InputError(
            "a number in digits",
            f"{len(text):,} characters beginning {text[:20]!r}",
            "give one number at a time",
        )
    if text.isascii() and text.isdigit():
        return _finite(text, text)
    match = _SHAPE.match(text.strip().translate(_OTHER))
    if match is None or not match[2]:
        raise _bad(text)
    sign, body = match.groups()
    marks = _SEPARATOR.findall(body)
    value = _separated(body, marks, decimal, text) if marks else _finite(body, text)
    return -value if sign and sign in _MINUS else value


def _separated(body: str, marks: list[str], decimal: str | None, text: str) -> float:
    runs = _SEPARATOR.split(body)
    # The decimal mark can only be the last one, and one of its kind.
    last = marks[-1]
    is_decimal = last in ",." and marks.count(last) == 1
    if is_decimal and decimal is not None:
        is_decimal = last == decimal
    elif is_decimal and len(marks) == 1:
        head, tail = runs
        is_decimal = not (len(tail) == 3 and 1 <= len(head) <= 3 and head[0] != "0")
    tail = ""
    if is_decimal:
        tail = runs.pop()
        marks = marks[:-1]
    grouping = set(marks)
    if len(grouping) > 1 or (decimal in grouping) or (is_decimal and last in grouping):
        raise _bad(text)
    if marks and not (1 <= len(runs[0]) <= 3 and all(len(run) == 3 for run in runs[1:])):
        raise _bad(text)
    return _finite(f"{''.join(runs) or '0'}.{tail or '0'}", text)


def _finite(plain: str, text: str) -> float:
    value = float(plain)
    if value == float("inf"):
        raise InputError(
            "a number of at most 1.8e308", f"{len(text)} characters", "mend the number"
        )
    return value


def _bad(text: str) -> InputError:
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return InputError(
        "a number in digits",
        repr(shown),
        "group digits by threes and write one decimal mark, as in 1,539.5 or 1 539,5",
    )
