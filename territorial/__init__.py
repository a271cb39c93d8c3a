"""What is reported about territory, as one table, unit-aware series and charts.

The library has one flow, and each step takes what the step before gives:

1. **Read.** `read_article`, `parse_text`, `read_passages`, ... give the
   *reports table*: one reported figure a row, as reported, with its words.
2. **Look.** `check` guards the table's format; `write_reports` and
   `read_reports` keep it.
3. **Count.** `monthly_gain`, `monthly_control`, `change`, `rate`,
   `cumulative` give pandas Series with units, by month and party.
4. **Draw.** `plot_gains`, `plot_rate`, ... take a Series and give an Axes;
   `Chart` makes a publishable figure of it.
5. **Trace.** `trace` leads from a number back to the words it came from.

Names are loaded when they are first used, so that `import territorial` costs
nothing and reading a text loads no pandas.
"""

from importlib import import_module

__version__ = "0.1.0"

# Which module holds which public names. After a change: python tests/face_stub.py
_NAMES = {
    "territorial.errors": (
        "ChartError",
        "DimensionError",
        "InputError",
        "LexiconError",
        "MissingExtraError",
        "OutputError",
        "PeriodError",
        "ReportsError",
        "SeriesError",
        "TerritorialError",
        "TerritorialWarning",
        "UnitError",
    ),
    "territorial.export": ("plain_table", "write_table"),
    "territorial.plots.annual": ("plot_annual",),
    "territorial.plots.balance": ("plot_balance",),
    "territorial.plots.chart": ("Chart",),
    "territorial.plots.coverage": ("plot_coverage",),
    "territorial.plots.cumulative": ("plot_cumulative",),
    "territorial.plots.gains": ("plot_gains",),
    "territorial.plots.rate": ("plot_rate",),
    "territorial.plots.regions": ("plot_regions",),
    "territorial.plots.revisions": ("plot_revisions",),
    "territorial.plots.share": ("plot_share",),
    "territorial.plots.sources": ("plot_sources",),
    "territorial.plots.style": ("Style", "read_style"),
    "territorial.readers.articles": (
        "article_records",
        "explain_article",
        "explain_text",
        "iter_passages",
        "parse_text",
        "passage_records",
        "read_article",
        "read_passages",
        "text_records",
    ),
    "territorial.readers.batch": ("passages_to_file",),
    "territorial.readers.reported": ("load_reported", "reported_conflicts"),
    "territorial.readers.snapshots": (
        "changes_as_reports",
        "leave_out",
        "map_presets",
        "read_snapshots",
        "snapshot_changes",
    ),
    "territorial.readers.tables.read": ("read_table", "table_records"),
    "territorial.records": ("COLUMNS", "Report"),
    "territorial.reports": (
        "check",
        "read_reports",
        "records_of",
        "reports_table",
        "write_reports",
    ),
    "territorial.series.against_maps": ("against_maps",),
    "territorial.series.audit.run": ("audit",),
    "territorial.series.change": ("change", "change_table"),
    "territorial.series.compare": ("compare", "compare_directions", "compare_totals"),
    "territorial.series.monthly": (
        "monthly_control",
        "monthly_gain",
        "monthly_loss",
        "monthly_table",
    ),
    "territorial.series.pace": ("cumulative", "rate"),
    "territorial.series.tracing": ("report_roles", "trace"),
    "territorial.series.update": ("month_changes", "update", "vintages"),
    "territorial.showcase": ("demo",),
    "territorial.storage": ("write_records",),
    "territorial.units": ("convert",),
}
# Modules that are used by their own name: `territorial.lexicon.party("ukraine")`.
_MODULES = ("lexicon", "periods", "records", "reports", "shipped", "storage", "units")
_HOME = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [*_HOME, *_MODULES, "__version__"]  # noqa: PLE0604  (strings, all of them)


def __getattr__(name: str) -> object:
    if name in _HOME:
        value = getattr(import_module(_HOME[name]), name)
    elif name in _MODULES:
        value = import_module(f"territorial.{name}")
    else:
        raise AttributeError(f"module 'territorial' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
