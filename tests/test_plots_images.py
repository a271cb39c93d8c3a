"""One small picture of each chart: what no other test says, it still looks as it did.

Write them anew with ``python tests/test_plots_images.py`` and look at each.
"""

import datetime as dt
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from plot_cases import CASES

from territorial.plots.catalogue import CHARTS
from territorial.plots.chart import Chart
from territorial.records import Report
from territorial.reports import reports_table

FOLDER = Path(__file__).parent / "images"
DPI = 50
# Mean difference of grey levels; letters may be drawn a little differently elsewhere.
TOLERANCE = 3.0


def small(name):
    if name == "revisions":
        return _picture(Chart(_vintages(), name))
    case = next(case for case in CASES if case.name == "bounds")
    data, options = case.of(name)
    return _picture(Chart(data, name, **options))


def _picture(chart):
    return Image.open(BytesIO(chart.render("png", dpi=DPI))).convert("L")


def _vintages():
    start, end = dt.date(2024, 10, 1), dt.date(2024, 10, 31)
    return reports_table(
        Report(f"r{value}", party="russia", measure="area", kind="gain", value=value, unit="km^2",
               attribution="ISW", start=start, end=end, published=dt.date(2024, 11, day))
        for value, day in ((590.0, 1), (610.0, 20))
    )  # fmt: skip


@pytest.mark.parametrize("name", CHARTS)
def test_chart_looks_as_it_did(name):
    with Image.open(FOLDER / f"chart_{name}.png") as kept:
        before, after = kept.convert("L"), small(name)
    assert before.size == after.size
    apart = np.abs(np.asarray(before, float) - np.asarray(after, float)).mean()
    assert apart < TOLERANCE


if __name__ == "__main__":
    for chart in CHARTS:
        small(chart).quantize(32).save(FOLDER / f"chart_{chart}.png", optimize=True)
