"""Time of a 60-month chart, drawn and saved, as a ratio to a bare matplotlib bar chart.

    python tests/benchmarks/bench_plots.py

Rounds of both are taken in turn, in one process; CPU time counts, and the
median of the rounds. Garbage is collected before each, so that neither pays
for the other's. The bare chart has the same size, format and resolution, and
in PDF the same kind of fonts (TrueType, embedded); "type 3" is matplotlib's
default there: drawings of letters, which are written faster, and cannot be
edited as text.
"""

import gc
import io
import statistics
import sys
import time
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

sys.path.insert(0, str(Path(__file__).parents[1]))
from plot_cases import _long, table

from territorial.plots.chart import Chart

ROUNDS = 15


def bare(data, size, form, fonts=42):
    with matplotlib.rc_context({"pdf.fonttype": fonts}):
        _bare(data, size, form)


def _bare(data, size, form):
    figure = Figure(figsize=size)
    ax = figure.add_subplot()
    ax.bar(range(len(data)), data)
    figure.savefig(io.BytesIO(), format=form, dpi=200)


def cpu(function):
    gc.collect()
    start = time.process_time()
    function()
    return time.process_time() - start


def main():
    values = _long(60)
    data = table({"russia": values}, first="2021-03")
    size = tuple(Chart(data).figure.get_size_inches())
    for form, fonts in (("png", 42), ("svg", 42), ("pdf", 42), ("pdf", 3)):
        ours, theirs = [], []
        for _ in range(ROUNDS):
            theirs.append(cpu(lambda: bare(values, size, form, fonts)))  # noqa: B023
            ours.append(cpu(lambda: Chart(data, "gains").render(form)))  # noqa: B023
        one, other = statistics.median(ours), statistics.median(theirs)
        kind = " against type 3" if fonts == 3 else ""
        print(
            f"{form}{kind}: {one / other:.2f} ({one * 1000:.0f} ms against {other * 1000:.0f} ms CPU)"
        )


if __name__ == "__main__":
    main()
