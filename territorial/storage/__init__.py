"""Records to and from CSV and JSON Lines, with the standard library alone.

Both formats hold one report a row or line, with the columns of the reports
table. What is written comes back the same: numbers by their shortest exact
spelling, missing as nothing, and an empty text as an empty text. Files appear
whole or not at all.
"""

from territorial.storage.paths import Format, atomic, format_of
from territorial.storage.reading import read_rows
from territorial.storage.writing import write_records, write_rows

__all__ = ["Format", "atomic", "format_of", "read_rows", "write_records", "write_rows"]
