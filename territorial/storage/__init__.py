"""Records to and from CSV and JSON Lines, with the standard library alone.

Both formats hold one report a row or line, with the columns of the reports
table. What is written comes back the same: numbers by their shortest exact
spelling, missing as nothing, and an empty text as an empty text. Files appear
whole or not at all. What reads them is loaded when it is first used, because
a text becomes a file without it.
"""

from territorial.storage.paths import Format, atomic, format_of
from territorial.storage.writing import write_records, write_rows
from territorial.structures import TYPE_CHECKING

if TYPE_CHECKING:
    from territorial.storage.reading import read_rows

__all__ = ["Format", "atomic", "format_of", "read_rows", "write_records", "write_rows"]


def __getattr__(name: str) -> object:
    if name != "read_rows":
        raise AttributeError(f"module 'territorial.storage' has no attribute {name!r}")
    from territorial.storage.reading import read_rows

    globals()[name] = read_rows
    return read_rows
