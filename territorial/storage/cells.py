"""Text in the cells of a CSV file: safe for spreadsheets, and told from missing."""

from __future__ import annotations

# A spreadsheet runs a cell that begins with one of these (OWASP, CSV injection), also in its
# wide form and after white space.
_RISKY = tuple("=+-@\uff1d\uff0b\uff0d\uff20'")
GUARD = "'"


def _risky(text: str) -> bool:
    return not text or text[0] in "\t\r\n" or text.lstrip()[:1] in _RISKY


def guard(text: str) -> str:
    """A text as a CSV cell that no spreadsheet runs and that is not empty.

    An apostrophe is set before a text that begins like a formula, that is
    empty (an empty cell means missing), or that itself looks guarded.

    Examples
    --------
    >>> guard("=1+1"), guard(""), guard("'t Veld")
    ("'=1+1", "'", "'t Veld")
    """
    if _risky(text) and not (text[:1] == GUARD and not _risky(text[1:])):
        return GUARD + text
    return text


def unguard(cell: str) -> str | None:
    """The text that `guard` made a cell of; None for an empty cell.

    Examples
    --------
    >>> unguard("'=1+1"), unguard("'"), unguard("'t Veld"), unguard("") is None
    ('=1+1', '', "'t Veld", True)
    """
    if not cell:
        return None
    if cell[0] == GUARD and _risky(cell[1:]):
        return cell[1:]
    return cell
