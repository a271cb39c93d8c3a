"""Options that say which reports make a series; those of `monthly_table`."""

from __future__ import annotations

import argparse
from typing import Any

NAMES = (
    "kind party unit straddle attribution priority place scope basis conflict two_sided"
).split()


def add_options(parser: argparse.ArgumentParser) -> None:
    """Party, unit, source and the like."""
    group = parser.add_argument_group("which reports, and how")
    group.add_argument("--party", metavar="ID", action="append", help="party; may be repeated")
    group.add_argument("--kind", choices=("gain", "loss", "control"), help="default: gain")
    group.add_argument("--unit", help="unit of the series; default: km^2")
    group.add_argument(
        "--straddle",
        choices=("drop", "days", "smooth"),
        help="reports that reach over a month's edge: leave out (default), share by days, smooth",
    )
    group.add_argument("--attribution", metavar="NAME", help="only reports credited to this source")
    group.add_argument(
        "--priority", metavar="NAME", action="append", help="sources, the preferred one first"
    )
    group.add_argument("--conflict", metavar="ID", help="only this conflict")
    group.add_argument("--place", metavar="NAME", help="only this place, as worded")
    group.add_argument("--scope", metavar="WORDS", help="only this scope, as worded")
    group.add_argument("--basis", choices=("gross", "net", "unstated"), help="only this basis")
    group.add_argument(
        "--two-sided",
        action="store_true",
        default=None,
        help="book losses of one party as gains of its opponent, and mark them",
    )


def options(args: argparse.Namespace) -> dict[str, Any]:
    """The options that were given, as arguments of the series functions."""
    return {name: getattr(args, name) for name in NAMES if getattr(args, name) is not None}
