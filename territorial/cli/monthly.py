"""Account for reports month by month: one row a month and party.

The columns are those of monthly_table: value, the range as worded, the days of
the month that the reports cover, their sources and their ids.
"""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import choices, output

EXAMPLE = """\
examples:
  territorial monthly reports.csv --party russia
  territorial monthly reports.csv --party russia --unit mi^2 -o months.csv
  territorial article article.txt | territorial monthly -
"""

# What a terminal is wide enough for; a file gets all columns.
SHOWN = (
    "month party value low high unit days_covered days complete qualifier source report_ids"
).split()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    choices.add_options(parser)
    output.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Account for the months of one reports table."""
    reports = output.read_reports(args.reports)
    table = territorial.monthly_table(reports, **choices.options(args))
    output.write_table(table, args, shown=SHOWN)
