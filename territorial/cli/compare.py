"""Set side by side what each source says of each month, and where they differ.

Also by what pairs of sources differ over all months (--pairs), and whether
totals of longer periods fit their months (--totals).
"""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import choices, output

EXAMPLE = """\
examples:
  territorial compare reports.csv --party russia
  territorial compare reports.csv --party russia --tolerance 0.2 -o compared.csv
  territorial compare reports.csv --party russia --totals
"""

SHOWN = ("month party source value unit days_covered difference ratio agrees scope basis").split()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    parser.add_argument(
        "--tolerance",
        type=float,
        metavar="SHARE",
        help="by how much figures may differ and still agree; default: 0.1",
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--pairs", action="store_true", help="pairs of sources over all months")
    what.add_argument("--totals", action="store_true", help="totals against their months")
    choices.add_options(parser)
    output.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Compare the sources of one reports table."""
    reports = output.read_reports(args.reports)
    chosen = choices.options(args)
    if args.tolerance is not None:
        chosen["tolerance"] = args.tolerance
    if args.pairs:
        output.write_table(territorial.compare_directions(reports, **chosen), args)
    elif args.totals:
        output.write_table(territorial.compare_totals(reports, **chosen), args)
    else:
        output.write_table(territorial.compare(reports, **chosen), args, shown=SHOWN)
