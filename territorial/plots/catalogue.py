"""The charts by name: how each prepares its data, draws it, and how tall it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from territorial.errors import ChartError

# A new chart is one module with `prepare` and `draw`, and a line here.
CHARTS = {
    "gains": "territorial.plots.gains",
    "rate": "territorial.plots.rate",
}


@dataclass(frozen=True, slots=True)
class ChartType:
    """The parts of one chart.

    `prepare` takes the user's data and gives what `draw` takes after the axes;
    `height` gives the height of the plot [in] for those data.
    """

    prepare: Callable[..., Any]
    draw: Callable[..., Any]
    height: Callable[[Any], float]


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
    return ChartType(module.prepare, module.draw, module.height)
