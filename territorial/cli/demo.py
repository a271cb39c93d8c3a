"""Run the example: an article goes in; its reports, series, chart and trace come out."""

from __future__ import annotations

import argparse

import territorial
from territorial.cli import readable

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
    print("The reports, with their words:\n")
    for report in territorial.records_of(found.reports):
        print("\n".join(readable.report_lines(report)))
    months = territorial.plain_table(found.table)
    square_miles = territorial.convert(found.table["value"], "mi^2").pint.m
    print("\nArea gained by month:\n")
    for month, party, km2, mi2, hedge in zip(
        months["month"], months["party"], months["value"], square_miles, months["qualifier"],
        strict=True,
    ):  # fmt: skip
        word = readable.HEDGES.get(hedge, "")
        print(f"  {month}  {party}  {word + format(km2, ',.0f'):>14} km²  {mi2:8,.1f} mi²")
    print("\nWritten:\n")
    for name in found.files:
        print(f"  {name}")
