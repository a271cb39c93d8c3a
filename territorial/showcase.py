"""The example: the whole way from an article to a chart, with the data that the library brings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from territorial import shipped
from territorial.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

    from territorial.plots.chart import Chart

PUBLISHED = "2025-02-07"
PUBLISHER = "territorial's example article"
PARTY = "russia"


class Demo(NamedTuple):
    """What the example gave.

    Attributes
    ----------
    reports : DataFrame
        The reports table of the article.
    table : DataFrame
        Gains by month and party [km²].
    trace : DataFrame
        The reports behind each figure of `table`.
    chart : Chart
    files : tuple of str
        What was written.
    """

    reports: pd.DataFrame
    table: pd.DataFrame
    trace: pd.DataFrame
    chart: Chart
    files: tuple[str, ...]


def demo(folder: str | os.PathLike[str] = "out") -> Demo:
    """Read the example article, account for its months, draw and trace them.

    Writes into `folder` the reports (``reports.csv``), the chart
    (``monthly_gains.png``, ``.svg``), its figures (``monthly_gains.csv``,
    ``.json``) and the reports behind them (``monthly_gains_trace.csv``).

    Parameters
    ----------
    folder : str or path
        Where to write; made if it does not exist.

    Returns
    -------
    Demo
        Reports, monthly table, trace, chart and the names of the files.

    Raises
    ------
    OutputError
        If the folder cannot be written to.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     found = demo(folder)
    >>> found.reports["unit"].value_counts().to_dict()
    {'km^2': 3, 'mi': 1, 'percent': 1}
    """
    import pandas as pd

    from territorial.export import write_table
    from territorial.plots.chart import Chart
    from territorial.readers.articles import read_article
    from territorial.reports import write_reports
    from territorial.series.monthly import monthly_table
    from territorial.series.tracing import trace

    where = os.fspath(folder)
    try:
        os.makedirs(where, exist_ok=True)
    except OSError as error:
        raise OutputError(
            "a folder to write to", repr(where), f"choose another ({error.strerror})"
        ) from None
    reports = read_article(
        shipped.shipped("articles", "advance_slows.txt"), published=PUBLISHED, publisher=PUBLISHER
    )
    table = monthly_table(reports, party=PARTY)
    behind = pd.concat(
        [trace(reports, month, party, like=table) for month, party in table.index],
        ignore_index=True,
    )
    chart = Chart(table, "gains", as_of=PUBLISHED, reports=reports)

    def path(name: str) -> str:
        return os.path.join(where, name)

    files = [path("reports.csv"), path("monthly_gains_trace.csv")]
    write_reports(reports, files[0])
    write_table(behind, files[1])
    chart.save(path("monthly_gains.png"))
    chart.save(path("monthly_gains.svg"), sidecar=False)
    files += [path(f"monthly_gains.{ending}") for ending in ("png", "svg", "csv", "json")]
    return Demo(reports, table, behind, chart, tuple(files))
