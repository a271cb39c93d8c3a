"""Draw the months of a reports table: a chart with title, key and source line.

Beside the chart stand its figures as CSV and its words as JSON.
"""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import choices, output

EXAMPLE = """\
examples:
  territorial plot reports.csv -o gains.png --party russia
  territorial plot reports.csv -o rate.svg --chart rate --unit mi^2 --dark
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="ends in .png, .svg or .pdf"
    )
    parser.add_argument("--chart", default="gains", help="name of the chart; default: gains")
    parser.add_argument("--title", help="instead of the finding computed from the figures")
    parser.add_argument("--subtitle")
    parser.add_argument("--source", help="instead of the source line out of the reports")
    parser.add_argument("--note", help="added to the notes that the figures need")
    parser.add_argument("--as-of", metavar="DAY", help="day of the latest report")
    parser.add_argument("--dark", action="store_true", help="dark background")
    choices.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Draw one chart and save it."""
    reports = output.read_reports(args.reports)
    table = territorial.monthly_table(reports, **choices.options(args))
    chart = territorial.Chart(
        table,
        args.chart,
        title=args.title,
        subtitle=args.subtitle,
        source=args.source,
        note=args.note,
        as_of=args.as_of,
        dark=args.dark,
        reports=reports,
    )
    chart.save(args.output)
