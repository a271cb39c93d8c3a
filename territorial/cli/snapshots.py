"""Read dated maps of control: levels by date and party, or gains and losses between maps.

A file that cannot be read is told on standard error, the others are read, and the exit code
is 3.
"""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from typing import Any

import territorial
from territorial.cli import output
from territorial.cli.progress import Counter

EXAMPLE = """\
examples:
  territorial snapshots maps/ --party russia -o control.csv
  territorial snapshots maps/ --party russia --layers deepstate --cache maps.cache
  territorial snapshots maps/ --party russia --layer "held=russia" --layer "grey=grey_zone"
  territorial snapshots maps/ --party russia --changes -o changes.csv --where taken.geojson
  territorial snapshots maps/ --party russia | territorial monthly - --kind control
"""

SHOWN = "start party value unit document flags".split()
OPTIONS = {
    "layers": ("NAME", "preset of layers: deepstate, isw, isw-with-claims ..."),
    "date": ("RULE", "a day, a format of the file names such as %%d%%m%%Y, or a property's name"),
    "region": ("NAME", "a region of the lexicon, or a GeoJSON file to clip to"),
    "crs": ("CODE", "coordinate system of the files, whatever they name, as in EPSG:3857"),
    "cache": ("FILE", "keeps what was computed, by content, for the next run"),
}
OF_REPORTS = {
    "counterparty": ("ID", "the party on the other side"),
    "conflict": ("ID", "conflict, as in russia-ukraine"),
    "attribution": ("NAME", "who made the maps"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("path", nargs="+", help="folder, files or patterns")
    parser.add_argument("--party", metavar="ID", required=True, help="whose ground the maps show")
    for name, (word, text) in (OPTIONS | OF_REPORTS).items():
        parser.add_argument(f"--{name}", metavar=word, help=text)
    parser.add_argument(
        "--layer",
        action="append",
        metavar="NAME[=ID]",
        help="a layer that counts, for a party (default: --party); may be repeated",
    )
    parser.add_argument(
        "--label-offset", type=int, metavar="DAYS", help="days after its state that a map is dated"
    )
    parser.add_argument("--axes", choices=("auto", "lonlat", "latlon"), help="order of coordinates")
    parser.add_argument("--edges", choices=("geodesic", "straight"), help="how corners are joined")
    parser.add_argument(
        "--leave-out", action="append", metavar="DOUBT", help="as in dip; may be repeated"
    )
    parser.add_argument("--max-mb", type=float, metavar="MB", help="largest file, unpacked")
    group = parser.add_argument_group("gains and losses")
    group.add_argument("--changes", action="store_true", help="between maps, instead of levels")
    group.add_argument(
        "--sampling", choices=("daily", "month ends"), help="which maps are compared"
    )
    group.add_argument("--where", metavar="FILE", help="GeoJSON of the ground that changed hands")
    output.add_options(parser)


def run(args: argparse.Namespace) -> int:
    """Read the maps; exit code 3 if any was set aside."""
    problems: list[Any] = []
    counter = Counter("maps read")
    names = [*OPTIONS, "label_offset", "axes", "edges", "leave_out", "max_mb"]
    chosen = {name: getattr(args, name) for name in names if getattr(args, name) is not None}
    if args.layer:
        chosen["layers"] = _layers(args.layer, args.party)
    chosen |= {
        "party": args.party,
        "problems": problems,
        "progress": lambda done, _all, _name: counter(done),
    }
    path = args.path[0] if len(args.path) == 1 else args.path
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", territorial.TerritorialWarning)
        if args.changes or args.where:
            _changes(path, args, chosen)
        else:
            more = {name: getattr(args, name) for name in OF_REPORTS}
            control = territorial.read_snapshots(path, **chosen, **more)
            output.write_records(territorial.records_of(control), args)
    counter.end()
    for problem in problems:
        print(f"territorial: set aside: {problem.error}", file=sys.stderr)
    for warning in told:
        if "set aside" not in str(warning.message):
            print(f"territorial: {warning.message}", file=sys.stderr)
    return 3 if problems else 0


def _layers(given: list[str], party: str) -> dict[str, str]:
    """`NAME` or `NAME=ID`."""
    found = {}
    for one in given:
        name, equals, named = one.rpartition("=")
        found[name if equals else one] = named if equals else party
    return found


def _changes(path: Any, args: argparse.Namespace, chosen: dict[str, Any]) -> None:
    if args.sampling:
        chosen["sampling"] = args.sampling
    table = territorial.snapshot_changes(path, **chosen, where="shapes" if args.where else None)
    if args.where:
        features = [feature for one in table.pop("where") for feature in one["features"]]
        with territorial.storage.atomic(args.where) as file:
            text = json.dumps({"type": "FeatureCollection", "features": features})
            file.write(text.encode())
    output.write_table(table, args)
