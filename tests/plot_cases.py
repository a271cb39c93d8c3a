"""Monthly tables for the charts, plain and odd, as monthly_table gives them."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from territorial import units

NAN = float("nan")
AFP = [477, 459, 610, 725, 400, 320, 210]


def table(figures, *, first="2024-08", parts=None, bounds=None, about=(), source="ISW", **attrs):
    """A monthly table from {party: figures}; None is a month without a figure.

    `parts` gives the days covered by (party, place in the list), `bounds` low and high;
    `about` are those that are worded as approximate.
    """
    rows = []
    for party, values in figures.items():
        months = pd.period_range(first, periods=len(values), freq="M")
        for at, (month, value) in enumerate(zip(months, values, strict=True)):
            days = (parts or {}).get((party, at), month.days_in_month)
            low, high = (bounds or {}).get((party, at), (NAN, NAN))
            known = value is not None
            rows.append(
                {
                    "month": month,
                    "party": party,
                    "value": value if known else NAN,
                    "low": low,
                    "high": high,
                    "qualifier": ("about" if (party, at) in about else "exact") if known else None,
                    "days_covered": days if known else 0,
                    "days": month.days_in_month,
                    "complete": known and days == month.days_in_month,
                    "first": month.start_time.normalize() if known else pd.NaT,
                    "last": month.start_time.normalize() + pd.Timedelta(days=days - 1)
                    if known
                    else pd.NaT,
                    "attribution": source if known else None,
                    "report_ids": f"{party}{at}" if known else None,
                }
            )
    frame = pd.DataFrame(rows).set_index(["month", "party"]).sort_index()
    unit = attrs.pop("unit", "km^2")
    for name in ("value", "low", "high"):
        if units.dimension(unit) in ("area", "length"):
            frame[name] = units.pint_series(frame[name], unit)
    frame.attrs = {"unit": unit, "kind": "gain", "attribution": source, "origin": source,
                   "published": "2025-02-23", "place": "Ukraine", **attrs}  # fmt: skip
    return frame


@dataclass
class Case:
    name: str
    figures: dict
    options: dict = field(default_factory=dict)
    chart: dict = field(default_factory=dict)
    charts: tuple = (
        "gains",
        "rate",
        "cumulative",
        "balance",
        "sources",
        "annual",
        "coverage",
        "regions",
        "share",
    )

    def of(self, chart):
        """Data and options for one chart, or None where the chart is not of such data."""
        if chart not in self.charts:
            return None, {}
        data = table(self.figures, **self.options)
        if chart in ("share", "regions") and ("unit" in self.chart or "unit" in self.options):
            return None, {}
        if chart == "share":
            sizes = {p: [v and abs(v) for v in values] for p, values in self.figures.items()}
            total = sum(max([v or 0 for v in values], default=0) for values in sizes.values())
            options = {
                k: v for k, v in self.options.items() if k not in ("kind", "bounds", "parts")
            }
            whole = ("a territory", max(total, 1) * 1.2, "an invented source")
            return table(sizes, **options, kind="control"), {**self.chart, "of": whole}
        if chart == "regions":
            return {f"Region {n}": data for n in range(1, 2 + len(self.name) % 6)}, self.chart
        if chart == "coverage":
            if "unit" in self.chart:
                return None, {}
            return _roles(data, next(iter(self.figures))), self.chart
        parties = list(self.figures)
        if chart == "balance":
            if len(parties) < 2:
                losses = table({parties[0]: [v and v / 3 for v in self.figures[parties[0]]]},
                               **{**self.options, "kind": "loss", "bounds": None})  # fmt: skip
                return data, {**self.chart, "losses": losses}
            return data, {**self.chart, "parties": parties[:2]}
        if chart == "sources":
            mine = {parties[0]: self.figures[parties[0]]}
            other = {parties[0]: [v and round(v * 0.8) for v in self.figures[parties[0]]]}
            options = {k: v for k, v in self.options.items() if k != "source"}
            return {
                "ISW": table(mine, **options),
                "DeepState": table(other, **options, source="DeepState"),
            }, self.chart
        return data, self.chart


def _roles(data, party):
    """As report_roles gives them: a report a month, and one over all months that only checks."""
    mine = data.xs(party, level="party").reset_index()
    mine = mine[mine["days_covered"] > 0].tail(40)
    values, unit = units.plain(mine["value"]) if units.dimension(data.attrs["unit"]) in (
        "area", "length") else (mine["value"], data.attrs["unit"])  # fmt: skip
    rows = pd.DataFrame(
        {"report_id": mine["report_ids"], "party": party, "role": "used", "reason": "",
         "value": values, "unit": unit, "per": None, "start": mine["first"], "end": mine["last"],
         "attribution": mine["attribution"]}
    )  # fmt: skip
    if len(rows) > 1:
        whole = rows.iloc[[0]].assign(role="check", value=values.sum(), end=rows["end"].max())
        rows = pd.concat([rows, whole], ignore_index=True)
    rows.attrs = {**data.attrs}
    return rows


def _long(count):
    return [round(300 + 250 * np.sin(i / 4) + 7 * (i % 5)) for i in range(count)]


LONG_NAME = "Democratic Forces for the Liberation of the Northern and Eastern Provinces"
SIX = {f"party_{n}": [10.0 * n + 7 * m % 31 for m in range(6)] for n in range(1, 7)}
CASES = [
    Case("plain", {"russia": AFP[:6], "ukraine": [35, 20, 18, 12, 40, 35]}),
    Case(
        "bounds",
        {"russia": AFP, "ukraine": [None, 20, None, 12, 40, 35, 79]},
        {
            "parts": {("russia", 6): 21, ("ukraine", 6): 21},
            "bounds": {
                ("russia", 3): (725, NAN),
                ("russia", 1): (400, 520),
                ("ukraine", 5): (NAN, 35),
            },
        },
    ),
    Case(
        "about",
        {"russia": AFP, "ukraine": [35, None, 18, 12, 40, 35, 9]},
        {"about": [("russia", 2), ("russia", 5), ("ukraine", 4)], "parts": {("russia", 6): 21}},
    ),
    Case(
        "all_about",
        {"russia": AFP, "ukraine": AFP},
        {"about": [(party, at) for party in ("russia", "ukraine") for at in range(7)]},
    ),
    Case(
        "sixty_about",
        {"russia": _long(60)},
        {"first": "2021-03", "about": [("russia", at) for at in range(0, 60, 3)]},
    ),
    Case("one_month", {"russia": [320]}),
    Case("one_part_month", {"russia": [320]}, {"parts": {("russia", 0): 7}}),
    Case("sixty", {"russia": _long(60)}, {"first": "2021-03"}),
    Case("sixty_two", {"russia": _long(60), "ukraine": _long(60)[::-1]}, {"first": "2021-03"}),
    Case("twenty_four", {"russia": _long(24)}, {"first": "2024-01"}),
    Case(
        "all_missing",
        {"russia": [None] * 5},
        charts=("gains", "rate", "cumulative", "balance", "sources", "annual"),
    ),
    Case("zero", {"russia": [0, 0, 12]}),
    Case("only_zero", {"russia": [0, 0]}),
    Case(
        "negative",
        {"russia": [-34, -120, -8]},
        {"kind": "net"},
        charts=("gains", "rate", "cumulative", "annual"),
    ),
    Case(
        "net",
        {"russia": [-34, 120, -8, 300]},
        {"kind": "net"},
        charts=("gains", "rate", "cumulative", "annual"),
    ),
    Case("six", SIX, charts=("gains", "rate", "cumulative", "annual")),
    Case(
        "narrow",
        {"russia": AFP, "ukraine": [35, 20, 18, 12, 40, 35, 9]},
        {"parts": {("russia", 6): 21, ("ukraine", 6): 21}},
        {"width": 5},
    ),
    Case("narrow_sixty", {"russia": _long(60)}, {"first": "2021-03"}, {"width": 5}),
    Case("wide", {"russia": _long(36)}, {"first": "2022-03"}, {"width": 12}),
    Case(
        "dark",
        {"russia": AFP, "ukraine": [35, 20, 18, 12, 40, 35, 9]},
        {"parts": {("russia", 6): 21}},
        {"dark": True},
    ),
    Case(
        "cyrillic",
        {"russia": AFP, "ukraine": [35, 20, 18, 12, 40, 35, 9]},
        {},
        {"names": {"russia": "Російська Федерація", "ukraine": "Україна"}},
    ),
    Case(
        "arabic",
        {"syria": AFP[:6], "hts": AFP[1:]},
        {"place": "سوريا"},
        {"names": {"syria": "الحكومة السورية", "hts": "هيئة تحرير الشام"}},
    ),
    Case(
        "long_names",
        {"north": AFP, "south": AFP[::-1]},
        {},
        {"names": {"north": LONG_NAME, "south": LONG_NAME + " (South)"}, "width": 5},
    ),
    Case("first_and_last_part", {"russia": AFP}, {"parts": {("russia", 0): 10, ("russia", 6): 21}}),
    Case("all_part", {"russia": AFP}, {"parts": {("russia", at): 20 for at in range(7)}}),
    Case("miles", {"russia": AFP}, {}, {"unit": "mi^2"}),
    Case(
        "percent",
        {"russia": AFP},
        {},
        {"unit": "percent", "of": ("Ukraine", 603_550, "invented source")},
    ),
    Case("length", {"russia": [3.1, 4.9, 0.4]}, {"unit": "km"}),
    Case("settlements", {"russia": [12, 4, 9]}, {"unit": "settlement"}),
    Case(
        "millions",
        {"germany": [1_204_000, 880_500, 2_310_000]},
        {"first": "1941-06", "place": None},
    ),
    Case("tiny", {"russia": [0.04, 0.11, 0.02]}),
    Case("no_source", {"russia": AFP}, {"source": None, "published": None}),
    Case("injection", {"=1+1$x^2$": AFP, "<b>&": AFP[::-1]}, {"place": "$\\frac{1}{2}$"}),
]
