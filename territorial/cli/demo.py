"""Run the example: an article, a table and maps go in; series, charts and trace come out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

import territorial
from territorial.cli import readable

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE = """\
examples:
  territorial demo
  territorial demo --output somewhere/else
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument(
        "-o", "--output", metavar="FOLDER", default="out", help="where to write; default: out"
    )


def run(args: argparse.Namespace) -> None:
    """Run the example and print what it found."""
    found = territorial.demo(args.output)
    count = len(found.article.reports)
    print("The reports of an article, with their words:\n")
    print_reports(found.article.reports)
    print("\nWhat Russia took, by month, from this article alone:\n")
    print_months(found.article.table)
    print("\nThe reports of a table:\n")
    print_reports(found.sources.reports.iloc[count:])
    print("\nWhat Russia took, by month, from the table where it has the month:\n")
    print_months(found.sources.table, "source")
    print("\nNet change on sixty maps of an invented front, by month:\n")
    print_months(found.maps.table, "flags")
    print("\nWritten:\n")
    for name in found.files:
        print(f"  {name}")


def print_reports(reports: pd.DataFrame) -> None:
    """Each report with its sentence."""
    for report in territorial.records_of(reports):
        print("\n".join(readable.report_lines(report)))


def print_months(table: pd.DataFrame, last: str = "") -> None:
    """A line a month in both units; `last` is the column told at its end."""
    square_miles = territorial.convert(table["value"], "mi^2").pint.m
    for row, mi2 in zip(territorial.plain_table(table).itertuples(), square_miles, strict=True):
        figure = readable.HEDGES.get(str(row.qualifier), "") + f"{row.value:,.0f}"
        told = getattr(row, last, None)
        end = f"  {told}" if isinstance(told, str) else ""
        print(f"  {row.month}  {row.party}  {figure:>13} km²  {mi2:8,.1f} mi²{end}")
