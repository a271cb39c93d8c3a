"""The example: from an article, a table and maps to series, charts and their trace."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from territorial import shipped
from territorial.errors import OutputError

if TYPE_CHECKING:
    import pandas as pd

    from territorial.plots.chart import Chart

ARTICLE = "territorial's example article"
TABLE = "AFP analysis of ISW data"
TABLE_PUBLISHED = "2024-12-02"
MAPS_LAST = "2025-02-28"


class Part(NamedTuple):
    """One part of the example.

    Attributes
    ----------
    reports : DataFrame
        What was read.
    table : DataFrame
        The figures by month and party [km²].
    chart : Chart
        Of `table`.
    """

    reports: pd.DataFrame
    table: pd.DataFrame
    chart: Chart


class Demo(NamedTuple):
    """What the example gave.

    Attributes
    ----------
    article : Part
        What Russia took by month, from an article alone.
    sources : Part
        The same from a table and the article, each month from one of the two.
    maps : Part
        Net change by month on maps of an invented front.
    trace : DataFrame
        The reports behind each figure of `sources`, and those that check it.
    files : tuple of str
        What was written.
    """

    article: Part
    sources: Part
    maps: Part
    trace: pd.DataFrame
    files: tuple[str, ...]


def demo(folder: str | os.PathLike[str] = "out") -> Demo:
    """Read the example's article, table and maps; account for their months; draw and trace them.

    Writes into `folder` the reports (``reports.csv``); the charts
    (``monthly_gains``, ``two_sources`` and ``maps_net``, each ``.png`` and
    ``.svg``), their figures (``.csv``) and words (``.json``); and the reports
    behind each month (``monthly_gains_trace.csv``, ``two_sources_trace.csv``).

    Parameters
    ----------
    folder : str or path
        Where to write; made if it does not exist.

    Returns
    -------
    Demo
        The three parts, the trace and the names of the files.

    Raises
    ------
    OutputError
        If the folder cannot be written to.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     found = demo(folder)
    >>> print(f"{found.article.table.loc[('2025-01', 'russia'), 'value']:~P}")
    320.0 km²
    """
    import pandas as pd

    from territorial.export import write_table
    from territorial.plots.chart import Chart
    from territorial.readers.articles import read_article
    from territorial.readers.snapshots import read_snapshots
    from territorial.readers.tables.read import read_table
    from territorial.reports import write_reports
    from territorial.series.change import change_table
    from territorial.series.monthly import monthly_table
    from territorial.series.tracing import trace

    where = os.fspath(folder)
    try:
        os.makedirs(where, exist_ok=True)
    except OSError as error:
        raise OutputError(
            "a folder to write to", repr(where), f"choose another ({error.strerror})"
        ) from None
    texts = read_article(shipped.shipped("articles", "advance_slows.txt"), publisher=ARTICLE)
    table = monthly_table(texts, party="russia")
    article = Part(texts, table, Chart(table, "gains", reports=texts))

    cells = read_table(
        shipped.shipped("tables", "months_of_2024.csv"),
        attribution=TABLE,
        published=TABLE_PUBLISHED,
    )
    reports = pd.concat([texts, cells], ignore_index=True)
    table = monthly_table(reports, party="russia", priority=[TABLE, ARTICLE])
    sources = Part(reports, table, Chart(table, "gains", reports=reports))

    levels = read_snapshots(
        shipped.shipped("maps", "front.zip"),
        party="north",
        counterparty="south",
        layers=["north"],
        attribution="invented maps of an invented front",
    )
    table = change_table(levels)
    maps = Part(levels, table, Chart(table, "gains", as_of=MAPS_LAST))

    def path(name: str) -> str:
        return os.path.join(where, name)

    def traced(part: Part) -> pd.DataFrame:
        rows = [trace(part.reports, month, who, like=part.table) for month, who in part.table.index]
        return pd.concat(rows, ignore_index=True)

    behind = traced(sources)
    files = [
        path(f"{name}.csv") for name in ("reports", "monthly_gains_trace", "two_sources_trace")
    ]
    write_reports(reports, files[0])
    write_table(traced(article), files[1])
    write_table(behind, files[2])
    parts = {"monthly_gains": article, "two_sources": sources, "maps_net": maps}
    for name, part in parts.items():
        part.chart.save(path(f"{name}.png"))
        part.chart.save(path(f"{name}.svg"), sidecar=False)
        files += [path(f"{name}.{ending}") for ending in ("png", "svg", "csv", "json")]
    return Demo(article, sources, maps, behind, tuple(files))
