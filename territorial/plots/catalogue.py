"""The charts by name: how each prepares its data, draws it, and how tall it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import Parameter, signature
from typing import Any

from territorial.errors import ChartError

# A new chart is one module with `prepare` and `draw`, and a line here.
CHARTS = {
    "gains": "territorial.plots.gains",
    "balance": "territorial.plots.balance",
    "cumulative": "territorial.plots.cumulative",
    "rate": "territorial.plots.rate",
    "sources": "territorial.plots.sources",
    "annual": "territorial.plots.annual",
    "coverage": "territorial.plots.coverage",
    "share": "territorial.plots.share",
    "regions": "territorial.plots.regions",
    "revisions": "territorial.plots.revisions",
}


@dataclass(frozen=True, slots=True)
class ChartType:
    """The parts of one chart.

    `prepare` takes the user's data and gives what `draw` takes after the axes;
    `height` gives the height of the plot [in] for those data.
    """

    name: str
    prepare: Callable[..., Any]
    draw: Callable[..., Any]
    height: Callable[[Any], float]

    def split(self, options: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The options of `prepare` and those of `draw`.

        Raises
        ------
        ChartError
            If the chart has no such option.
        """
        before = _options(self.prepare)
        during = _options(self.draw)
        unknown = sorted(set(options) - before - during)
        if unknown:
            raise ChartError(
                f"options of the chart {self.name}: " + ", ".join(sorted(before | during)),
                ", ".join(unknown),
                "take them out",
            )
        return (
            {key: value for key, value in options.items() if key in before},
            {key: value for key, value in options.items() if key in during},
        )


def _options(function: Callable[..., Any]) -> set[str]:
    return {
        name
        for name, one in signature(function).parameters.items()
        if one.kind is Parameter.KEYWORD_ONLY
    }


def chart_type(name: str) -> ChartType:
    """The parts of the chart of that name.

    Raises
    ------
    ChartError
        If there is no such chart.
    """
    if name not in CHARTS:
        raise ChartError(
            "a chart out of " + ", ".join(CHARTS), repr(name), "choose one of them", where="chart"
        )
    module = import_module(CHARTS[name])
    return ChartType(name, module.prepare, module.draw, module.height)
