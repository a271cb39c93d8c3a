"""The reports table: one reported figure a row, as a pandas DataFrame.

`reports_table` makes it of records, `check` looks whether a table keeps to the
format, `read_reports` and `write_reports` keep it in files.
"""

from territorial.reports.files import read_reports, write_reports
from territorial.reports.rules import check
from territorial.reports.table import CATEGORIES, DTYPES, records_of, reports_table

__all__ = [
    "CATEGORIES",
    "DTYPES",
    "check",
    "read_reports",
    "records_of",
    "reports_table",
    "write_reports",
]
