"""Show the reports behind one month of one party, with their words and their part in the figure."""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import choices, output

EXAMPLE = """\
examples:
  territorial trace reports.csv 2025-01 russia
  territorial trace reports.csv 2025-01 russia --unit mi^2 -o trace.csv
"""


# What a terminal is wide enough for; a file gets all columns.
SHOWN = "report_id role reason quote value unit qualifier start end amount".split()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    parser.add_argument("month", help="as in 2025-01")
    parser.add_argument("of", metavar="party", help="id of the party, as in russia")
    choices.add_options(parser)
    output.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Trace one figure."""
    reports = output.read_reports(args.reports)
    found = territorial.trace(reports, args.month, args.of, **choices.options(args))
    output.write_table(found, args, shown=SHOWN)
