"""Convert a measure, or the figures of a reports table, to another unit.

Area converts to area and length to length; never one into the other.
"""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import output

EXAMPLE = """\
examples:
  territorial convert "1,539 square miles" km^2
  territorial convert --reports reports.csv mi^2 -o reports_mi2.csv
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("what", nargs="?", help='a number with its unit, as in "3 miles"')
    parser.add_argument("unit", help="the unit wanted: km^2 mi^2 m^2 ha acre dunam km mi m")
    parser.add_argument("--reports", metavar="FILE", help="convert this reports table; - for stdin")
    output.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Convert one measure or one table."""
    if (args.what is None) == (args.reports is None):
        raise territorial.InputError(
            "one measure or one table",
            "both" if args.what else "neither",
            'as in: territorial convert "3 miles" km, or: territorial convert --reports FILE mi^2',
            where="territorial convert",
        )
    if args.what is not None:
        print(f"{territorial.convert(args.what, args.unit):.10g~P}")
        return
    reports = output.read_reports(args.reports)
    output.write_reports(territorial.convert(reports, args.unit), args)
