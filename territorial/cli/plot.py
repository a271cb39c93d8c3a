"""Draw a reports table: a chart with title, key and source line.

Beside the chart stand its figures as CSV and its words as JSON.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

import territorial
from territorial import InputError
from territorial.cli import choices, output

if TYPE_CHECKING:
    import pandas as pd

EXAMPLE = """\
examples:
  territorial plot reports.csv -o gains.png --party russia
  territorial plot reports.csv -o rate.svg --chart rate --unit mi^2 --dark
  territorial plot reports.csv -o sources.png --chart sources --party russia
  territorial plot reports.csv -o held.png --chart share --of Ukraine --unit percent --party russia
  territorial plot reports.csv -o where.png --chart regions --region 'Donetsk region'
"""

# Passed to the chart where given.
OPTIONS = ("title", "subtitle", "source", "note", "as_of", "per", "of", "second_unit")
# Columns of the reports by which revisions are chosen: they are no series, whose choices do more.
COLUMNS = ("attribution", "place", "scope", "basis", "conflict")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("reports", help="reports table; - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="ends in .png, .svg or .pdf"
    )
    parser.add_argument(
        "--chart",
        default="gains",
        help="gains (default), balance, cumulative, rate, sources, share, regions, annual, "
        "coverage, revisions",
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
        "--region", metavar="NAME", action="append", help="a panel of the chart regions; repeated"
    )
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
    figures, own = _figures(reports, args)
    given = {name: getattr(args, name) for name in OPTIONS if getattr(args, name) is not None}
    chart = territorial.Chart(
        figures,
        args.chart,
        dark=args.dark,
        width=args.size,
        reports=reports,
        **given,
        **own,
    )
    chart.save(args.output)


def _figures(reports: pd.DataFrame, args: argparse.Namespace) -> tuple[Any, dict[str, Any]]:
    """What the chart of that name takes, and what it has to be told besides."""
    chosen = choices.options(args)
    if args.region is not None and args.chart != "regions":
        raise InputError("--chart regions", args.chart, "leave --region out, or name one --place")
    if args.chart == "sources":
        return territorial.compare(reports, **chosen), {}
    if args.chart == "coverage":
        parties = {"parties": args.party} if args.party else {}
        return territorial.report_roles(reports, **chosen), parties
    if args.chart == "revisions":
        return _vintages(reports, chosen)
    if args.chart == "regions":
        return _regions(reports, args.region, chosen), {}
    if args.chart == "share":
        chosen.setdefault("kind", "control")
    table = territorial.monthly_table(reports, **chosen)
    if args.chart == "balance" and len(table.index.unique("party")) == 1:
        losses = territorial.monthly_table(reports, **{**chosen, "kind": "loss"})
        if losses.empty:
            raise InputError(
                "gains of two parties, or gains and losses of one", "gains of one party alone",
                "name the other side too: --party ID --party ID",
            )  # fmt: skip
        return table, {"losses": losses}
    return table, {}


def _vintages(reports: pd.DataFrame, chosen: dict[str, Any]) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The reports themselves: which of two vintages counts is what a series has decided."""
    own: dict[str, Any] = {name: chosen.pop(name) for name in ("unit", "kind") if name in chosen}
    if "party" in chosen:
        own["parties"] = chosen.pop("party")
    for name in COLUMNS:
        if name in chosen:
            wanted = chosen.pop(name)
            rows = reports[name].str.casefold() == wanted.casefold()
            if not rows.any():
                there = ", ".join(sorted(reports[name].dropna().astype(str).unique()))
                raise InputError(
                    f"one out of {there or 'none'}", wanted, "name it as it is spelled there",
                    where=f"--{name}",
                )  # fmt: skip
            reports = reports[rows.fillna(value=False)]
    if chosen:
        raise InputError(
            "choices of reports", ", ".join(f"--{name.replace('_', '-')}" for name in chosen),
            "leave them out: revisions are drawn as reported",
        )  # fmt: skip
    return reports, own


def _regions(
    reports: pd.DataFrame, names: list[str] | None, chosen: dict[str, Any]
) -> dict[str, pd.DataFrame]:
    """The months of each named region."""
    if "place" in chosen:
        raise InputError("--region for each panel", "--place", "write --region instead")
    if not names:
        there = ", ".join(sorted(reports["place"].dropna().astype(str).unique()))
        raise InputError(
            "the regions to draw, as --region NAME --region NAME", "none",
            f"choose among the places of the reports: {there or 'none'}",
        )  # fmt: skip
    return {name: territorial.monthly_table(reports, place=name, **chosen) for name in names}
