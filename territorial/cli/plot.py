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
  territorial plot reports.csv -o sources.png --chart sources --party russia
"""

# Passed to the chart where given.
OPTIONS = ("title", "subtitle", "source", "note", "as_of", "per", "of", "second_unit")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="ends in .png, .svg or .pdf"
    )
    parser.add_argument(
        "--chart", default="gains", help="gains (default), rate, cumulative, balance, sources ..."
    )
    parser.add_argument("--title", help="instead of the finding computed from the figures")
    parser.add_argument("--subtitle")
    parser.add_argument("--source", help="instead of the source line out of the reports")
    parser.add_argument("--note", help="added to the notes that the figures need")
    parser.add_argument("--as-of", metavar="DAY", help="day of the latest report")
    parser.add_argument("--per", choices=("day", "week"), help="amounts by day or week")
    parser.add_argument("--of", metavar="NAME", help="region of which percents are, as in Ukraine")
    parser.add_argument("--second-unit", metavar="UNIT", help="second scale at the right")
    parser.add_argument(
        "--size",
        metavar="INCHES",
        type=float,
        help="width of the picture, 5 to 12; 8 when not given",
    )
    parser.add_argument("--dark", action="store_true", help="dark background")
    choices.add_options(parser)


def run(args: argparse.Namespace) -> None:
    """Draw one chart and save it."""
    reports = output.read_reports(args.reports)
    # The one chart that sets sources side by side takes the table that does.
    figures = territorial.compare if args.chart == "sources" else territorial.monthly_table
    given = {name: getattr(args, name) for name in OPTIONS if getattr(args, name) is not None}
    chart = territorial.Chart(
        figures(reports, **choices.options(args)),
        args.chart,
        dark=args.dark,
        width=args.size,
        reports=reports,
        **given,
    )
    chart.save(args.output)
