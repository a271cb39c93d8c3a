"""Reports of our own for the tests of series: short to write, plain to read."""

import datetime as dt

import pandas as pd

from territorial.records import Report
from territorial.reports import reports_table


def day(text):
    return dt.date.fromisoformat(text)


def report(report_id, value, start, end=None, **more):
    """A gain of Russia in km² from `start` to `end`; a month where only "2025-01" is given."""
    if len(start) == 7:
        first = dt.date(int(start[:4]), int(start[5:]), 1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    else:
        first, last = day(start), day(end or start)
    fields = {
        "conflict": "russia-ukraine",
        "party": "russia",
        "measure": "area",
        "kind": "gain",
        "unit": "km^2",
        "value": float(value),
        "start": first,
        "end": last,
        "document": "a.txt",
    }
    for name in ("published",):
        if isinstance(more.get(name), str):
            more[name] = day(more[name])
    return Report(report_id, **{**fields, **more})


def level(report_id, value, on, **more):
    return report(report_id, value, on, on, kind="control", **more)


def table(*reports):
    return reports_table(reports)


def article():
    """What the example article reports."""
    return table(
        report("jan", 320, "2025-01", qualifier="about", attribution="analysts"),
        report("dec", 400, "2024-12", attribution="analysts"),
        report("nov", 700, "2024-11", qualifier="at_least", low=700.0),
        report(
            "kursk",
            3,
            "2025-02-01",
            "2025-02-07",
            party="ukraine",
            counterparty="russia",
            measure="length",
            unit="mi",
            qualifier="about",
            place="Kursk region",
        ),
        report(
            "share",
            20,
            "2025-02-07",
            measure="share",
            kind="control",
            unit="percent",
            qualifier="about",
            place="Ukraine",
        ),
    )


def numbers(series):
    """{"2025-01 russia": 320.0} of a series, missing months left out."""
    plain = series.pint.m if str(series.dtype).startswith("pint") else series
    return {
        f"{month} {party}": float(value)
        for (month, party), value in plain.items()
        if pd.notna(value)
    }
