"""Charts by what they drew: every chart and every odd input through the lint, and its words."""

import datetime as dt
import json
import math
import re

import matplotlib
import numpy as np
import pandas as pd
import pytest
from chart_lint import lint, number_in, words
from matplotlib.figure import Figure
from plot_cases import AFP, CASES, NAN, table

from territorial import units
from territorial.errors import (
    ChartError,
    DimensionError,
    OutputError,
    TerritorialWarning,
    UnitError,
)
from territorial.plots.annual import plot_annual
from territorial.plots.balance import plot_balance
from territorial.plots.chart import Chart
from territorial.plots.coverage import plot_coverage
from territorial.plots.cumulative import plot_cumulative
from territorial.plots.gains import plot_gains
from territorial.plots.rate import plot_rate
from territorial.plots.regions import plot_regions
from territorial.plots.revisions import plot_revisions
from territorial.plots.share import plot_share
from territorial.plots.sources import plot_sources

NBSP = "\N{NO-BREAK SPACE}"
PLOTS = {"gains": plot_gains, "balance": plot_balance, "cumulative": plot_cumulative,
         "rate": plot_rate, "sources": plot_sources, "annual": plot_annual,
         "coverage": plot_coverage}  # fmt: skip
BOTH = {"russia": AFP[:6], "ukraine": [35, 20, 18, 12, 40, 35]}


def plain(text):
    return text.replace(NBSP, " ")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("chart", PLOTS)
def test_lint_finds_nothing(case, chart):
    data, options = case.of(chart)
    if data is None:
        pytest.skip("not a chart of such data")
    assert lint(Chart(data, chart, **options)) == []


def test_lint_is_not_blind():
    chart = Chart(table(BOTH), "gains")
    texts = chart.figure.texts
    texts[0].set_position((0.9, 0.95))
    texts[1].set_fontsize(7)
    texts[-1].set_color("#DDDDDD")
    chart.ax.set_ylim(0, 300)
    faults = " ".join(lint(chart))
    for fault in (
        "outside the figure",
        "smaller than 8",
        "too little contrast",
        "is outside the axes",
    ):
        assert fault in faults


@pytest.mark.parametrize("chart", PLOTS)
def test_nothing_global_is_touched_and_the_users_axes_are_used(chart):
    case = CASES[0]
    data, options = case.of(chart)
    options = {key: options[key] for key in options if key in ("losses", "parties", "of")}
    before = dict(matplotlib.rcParams)
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
    assert PLOTS[chart](data, ax=right, **options) is right
    assert right.has_data()
    assert not left.has_data()
    Chart(data, chart, **options).render("svg")
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("chart", PLOTS)
def test_without_axes_a_figure_of_its_own(chart):
    data, options = CASES[0].of(chart)
    ax = PLOTS[chart](data, **options)
    assert isinstance(ax.figure, Figure)
    assert "km²" in " ".join(text.get_text() for text, _ in words(ax.figure))


def test_users_settings_do_not_change_a_chart():
    usual = Chart(table(BOTH)).render("svg")
    with matplotlib.rc_context({"axes.grid": True, "font.size": 20, "hatch.linewidth": 5,
                                "svg.fonttype": "path", "axes.facecolor": "red"}):  # fmt: skip
        assert Chart(table(BOTH)).render("svg") == usual


# What was drawn


def test_columns_stand_at_their_months_from_zero():
    ax = plot_gains(table(BOTH))
    bars = [
        (bar.get_x() + bar.get_width() / 2, bar.get_y(), bar.get_height()) for bar in ax.patches
    ]
    first = pd.Period("2024-08", "M").ordinal
    assert [bar[2] for bar in bars[:6]] == AFP[:6]
    assert {bar[1] for bar in bars} == {0}
    assert [round(bar[0]) for bar in bars[:6]] == [first + month for month in range(6)]
    assert bars[0][0] < first < bars[6][0]  # side by side


def test_whisker_arrow_and_hatch_where_the_table_says_so():
    data = table(
        {"russia": AFP},
        parts={("russia", 6): 21},
        bounds={("russia", 1): (400, 520), ("russia", 3): (725, NAN)},
    )
    chart = Chart(data)
    ax = chart.ax
    assert sum(bool(bar.get_hatch()) for bar in ax.patches) == 1
    stems = [line for line in ax.lines if 400 in np.asarray(line.get_ydata())]
    assert stems
    assert 520 in np.asarray(stems[0].get_ydata())
    assert {"range of figures", "at least or at most", "incomplete month"} <= {
        text.get_text() for text in ax.findobj(matplotlib.text.Text)
    }
    assert "1–21 only" in {text.get_text() for text in ax.texts}
    assert "lowest to the highest published" in chart.note
    assert "Feb 2025 (1–21 only)" in plain(chart.note)
    assert ax.get_ylim()[1] > 725


HEDGED = [("russia", 2), ("russia", 5), ("ukraine", 4)]


@pytest.mark.parametrize(
    ("chart", "said"),
    [
        ("gains", "Reported as approximate: Russia (Oct 2024 and Jan 2025); Ukraine (Dec 2024)"),
        ("balance", "Reported as approximate: Russia (Oct 2024 and Jan 2025); Ukraine (Dec 2024)"),
        ("rate", "Reported as approximate: Russia (Oct 2024 and Jan 2025); Ukraine (Dec 2024)"),
        ("annual", "Reported as approximate: Russia (Jan 2025)"),
        ("cumulative", "From October 2024 on Russia’s total rests on figures reported as approx"),
    ],
)
def test_a_figure_worded_about_is_told_as_such(chart, said):
    hedged = Chart(table(BOTH, about=HEDGED), chart)
    assert said in plain(hedged.note)
    assert said in plain(hedged.alt)
    assert "approximate" not in Chart(table(BOTH), chart).alt
    if chart in ("gains", "balance"):
        labels = {text.get_text() for text in hedged.ax.texts}
        assert {"≈610", "≈320", "≈40", "725"} <= labels
    if chart != "annual":
        about = hedged.table.set_index(["month", "party"])["qualifier"] == "about"
        assert about["2024-10", "russia"]
        assert not about["2024-09", "russia"]


@pytest.mark.parametrize(
    ("chart", "options", "said"),
    [
        ("gains", {"parties": ["russia"]}, "Russia took about 320 km² in January 2025, the lowest"),
        ("gains", {}, "Russia took about 320 km² in January 2025, Ukraine 35 km²"),
        ("balance", {}, "Russia took about 320 km² and Ukraine 35 km² in January 2025: about +285"),
        ("cumulative", {"parties": ["russia"]}, "Russia took about 2,991 km² from August 2024 to"),
    ],
)
def test_titles_say_about_where_the_figure_does(chart, options, said):
    title = plain(Chart(table(BOTH, about=HEDGED), chart, **options).title)
    assert title.startswith(said)
    assert plain(Chart(table(BOTH), chart, **options).title).startswith(said.replace("about ", ""))


def test_titles_say_about_of_the_month_before_and_of_a_loss():
    before = table({"russia": [400, 320, 350]}, about=[("russia", 1)])
    assert plain(Chart(before).title).endswith("up from about 320 km² in September")
    losses = table({"russia": [20]}, kind="loss", about=[("russia", 0)])
    title = plain(Chart(table({"russia": [320]}), "balance", losses=losses).title)
    assert title.startswith("Russia took 320 km² and lost about 20 km² in August 2024: about +300")
    bound = table({"russia": [20]}, kind="loss", bounds={("russia", 0): (20, NAN)})
    title = plain(Chart(table({"russia": [320]}), "balance", losses=bound).title)
    assert title == "Russia took 320 km² and lost at least 20 km² in August 2024"


def test_figures_worded_about_by_source_region_and_level():
    exact, hedged = table({"russia": AFP[:3]}), table({"russia": AFP[:3]}, about=[("russia", 1)])
    both = {"ISW": hedged, "DeepState": exact}
    assert "Reported as approximate: ISW (Sep 2024)" in plain(Chart(both, "sources").note)
    assert "ISW: reported as approximate: Sep 2024" in plain(Chart(both, "regions").note)
    level = table({"russia": AFP[:3]}, about=[("russia", 1)], kind="control")
    note = Chart(level, "share", of=("a territory", 600_000, "a source")).note
    assert "Reported as approximate: Sep 2024" in plain(note)


def test_many_figures_worded_about_are_counted_and_all_are_all():
    many = [("russia", at) for at in range(0, 24, 2)]
    told = Chart(table({"russia": AFP * 4}, about=many)).note
    assert "12 of 28 figures are reported as approximate" in told
    assert "All figures are reported as approximate" in Chart(
        table({"russia": AFP}, about=[("russia", at) for at in range(7)])
    ).note  # fmt: skip
    bounds = {("russia", 1): (459, NAN)}  # an arrow says it
    assert "approximate" not in Chart(
        table({"russia": AFP}, about=[("russia", 1)], bounds=bounds)
    ).note  # fmt: skip
    assert "reported as approximate" in Chart(table(BOTH, about=HEDGED)).explain(
        "2025-01", "russia"
    )


def test_a_column_of_a_monthly_table_says_that_it_has_lost_its_part_months():
    from territorial.records import Report
    from territorial.reports import reports_table
    from territorial.series.monthly import monthly_gain, monthly_table

    days = [(dt.date(2025, 1, 1), dt.date(2025, 1, 31)), (dt.date(2025, 2, 1), dt.date(2025, 2, 9))]
    reports = reports_table(
        Report(f"r{start}", party="russia", measure="area", kind="gain", value=320.0, unit="km^2",
               attribution="ISW", published=end, start=start, end=end) for start, end in days
    )  # fmt: skip
    with pytest.warns(
        TerritorialWarning, match="only partly covered: give the table itself"
    ) as one:
        chart = Chart(monthly_table(reports)["value"])
    assert one[0].filename == __file__
    assert "Which months are only partly covered is not told" in chart.note
    for whole in (monthly_table(reports), monthly_gain(reports)):  # a warning would be an error
        assert "not told" not in Chart(whole).note
        assert not Chart(whole).table["complete"].iloc[-1]


def test_one_source_has_no_whisker():
    assert "range of figures" not in {
        text.get_text() for text in plot_gains(table(BOTH)).findobj(matplotlib.text.Text)
    }


def test_missing_is_a_gap_with_a_mark_and_never_zero():
    data = table({"russia": [400, None, 320]})
    chart = Chart(data)
    assert [bar.get_height() for bar in chart.ax.patches] == [400, 320]
    crosses = [line for line in chart.ax.lines if line.get_marker() == "x"]
    assert len(crosses[0].get_xdata()) == 1
    assert math.isnan(chart.table["value"][1])
    assert "1 month without a figure" in chart.alt


def test_cumulative_starts_at_zero_and_ends_before_a_gap():
    data = table({"russia": [400, 320, None, 100]}, first="2024-11")
    chart = Chart(data, "cumulative")
    line = next(line for line in chart.ax.lines if line.get_marker() == "o")
    start = pd.Period("2024-11", "M").ordinal - 0.5
    assert list(line.get_ydata()) == [0, 400, 720]
    assert list(line.get_xdata()) == [start, start + 1, start + 2]
    assert "ends before January 2025" in plain(chart.note)
    assert plain(chart.title) == "Russia took 720 km² from November to December 2024" or (
        plain(chart.title) == "Russia took 720 km² from November 2024 to December 2024"
    )


def test_cumulative_of_series_is_the_same_as_of_amounts():
    from territorial.series.pace import cumulative

    data = table({"russia": AFP[:6]})
    ours = Chart(data, "cumulative", since="2024-10").table["value"]
    theirs = Chart(cumulative(data, since="2024-10"), "cumulative").table["value"]
    assert list(ours) == list(theirs) == [610, 1335, 1735, 2055]


def test_rate_divides_by_real_days_and_draws_full_windows_only():
    data = table({"russia": AFP}, parts={("russia", 6): 21})
    chart = Chart(data, "rate")
    heights = [bar.get_height() for bar in chart.ax.patches]
    assert heights[:2] == pytest.approx([477 / 31, 459 / 30])
    assert heights[-1] == pytest.approx(210 / 21)
    line = next(line for line in chart.ax.lines if len(line.get_xdata()) == 7)
    rate = np.asarray(line.get_ydata(), dtype=float)
    assert np.isnan(rate[:2]).all()
    assert np.isnan(rate[-1])
    assert rate[2] == pytest.approx((477 + 459 + 610) / 92)
    assert line.get_xdata()[2] == pd.Period("2024-10", "M").ordinal + 0.5


def test_rate_agrees_with_the_series():
    from territorial.series.pace import rate

    data = table({"russia": AFP}, parts={("russia", 6): 21})
    ready = Chart(rate(data, window=3), "rate")
    own = Chart(data, "rate", window=3)
    line = [
        next(one for one in chart.ax.lines if len(one.get_xdata()) == 7) for chart in (ready, own)
    ]
    np.testing.assert_allclose(*(np.asarray(one.get_ydata(), dtype=float) for one in line))


def test_second_unit_is_the_same_data_converted():
    ax = plot_rate(table({"russia": AFP}))
    twin = ax.child_axes[0]
    ticks = dict(
        zip(twin.get_yticks(), (t.get_text() for t in twin.get_yticklabels()), strict=True)
    )
    assert len(ticks) > 2
    for place, label in ticks.items():
        assert float(label) == pytest.approx(place)
    low, high = ax.get_ylim()
    ax.figure.draw_without_rendering()
    np.testing.assert_allclose(
        twin.get_ylim(), [v * units.factor("km^2", "mi^2") for v in (low, high)]
    )


def test_balance_has_both_sides_and_the_net_where_both_are_known():
    data = table({"russia": [713, 594, 447], "ukraine": [79, None, 60]},
                 parts={("ukraine", 2): 9}, first="2025-07")  # fmt: skip
    chart = Chart(data, "balance")
    assert [bar.get_height() for bar in chart.ax.patches] == [713, 594, 447, -79, -60]
    ring = next(line for line in chart.ax.lines if line.get_marker() == "o")
    assert list(ring.get_ydata()) == [634]
    assert not any("−" in label.get_text() for label in chart.ax.get_yticklabels())
    assert plain(chart.title) == (
        "Russia took 713 km² and Ukraine 79 km² in July 2025: +634 km² net for Russia"
    )


def test_daily_data_give_weeks_and_trailing_days():
    days = pd.date_range("2025-01-01", periods=70)
    index = pd.MultiIndex.from_arrays([days, ["russia"] * 70], names=["day", "party"])
    values = units.pint_series(pd.Series(np.full(70, 12.0), index=index), "km^2")
    values = values.drop(index[40])
    chart = Chart(values, "rate", window=28)
    weeks = chart.table[chart.table["what"] == "week"]
    assert set(weeks["value"]) == {12.0}
    assert list(weeks["start"])[:2] == ["2024-12-30", "2025-01-06"]
    assert not weeks["complete"].iloc[0]
    trailing = chart.table[chart.table["what"] == "trailing 28 days"]
    assert trailing["end"].iloc[0] == "2025-01-28"
    assert "2025-02-15" not in set(trailing["end"])  # a day of the window is missing
    assert lint(chart) == []


def test_daily_jump_is_named():
    days = pd.date_range("2025-01-01", periods=60)
    index = pd.MultiIndex.from_arrays([days, ["russia"] * 60], names=["day", "party"])
    amounts = np.tile([8.0, 12.0, 10.0], 20)
    amounts[45] = 300
    chart = Chart(units.pint_series(pd.Series(amounts, index=index), "km^2"), "rate")
    assert "2025-02-15: 300 km² in one map update" in plain(chart.note)


def test_source_chart_has_a_shape_and_no_party_colour_for_each_source():
    isw = table({"russia": [725, 400, None]}, first="2024-11")
    deep = table({"russia": [730, 397, 325]}, first="2024-11", source="DeepState")
    afp = table({"russia": [700, None, 320]}, first="2024-11", source="AFP analysis of ISW data",
                origin="ISW")  # fmt: skip
    chart = Chart({"ISW": isw, "DeepState": deep, "AFP analysis of ISW data": afp}, "sources")
    marks = [line for line in chart.ax.lines if line.get_marker() not in ("None", "")]
    assert len({line.get_marker() for line in marks}) == 3
    from territorial.plots.palette import palette

    slots = palette("light").slots
    colours = {line.get_markerfacecolor() for line in marks} | {
        line.get_markeredgecolor() for line in marks
    }
    assert not colours & {slots["brick"].fill, slots["blue"].fill}
    ratios = [text.get_text() for text in chart.ax.texts if re.search(r"\(\d\)$", text.get_text())]
    assert ratios == ["1.04 (3)", "1.01 (2)", "1.02 (2)"]
    assert plain(chart.title).startswith("The sources differ most in November 2024: 700 to 730 km²")
    assert set(chart.table["source"]) == {"ISW", "DeepState", "AFP analysis of ISW data"}


def test_source_chart_of_compared_reports(tmp_path):
    from territorial.readers.reported import load_reported
    from territorial.series.compare import compare

    reports = load_reported("russia-ukraine")
    table = compare(reports, party="russia")
    chart = Chart(table, "sources", reports=reports)
    assert chart.table["source"].nunique() == 8
    assert "Not shown, with fewer figures" in chart.note
    assert "as-of date not stated" not in chart.source
    shown = chart.table.dropna(subset=["value"]).set_index(["month", "source"])["value"]
    plain_table = units.plain(table["value"])[0]
    for (month, _, source), value in plain_table.items():
        if source in set(chart.table["source"]):
            assert shown[str(month), source] == value
    assert lint(chart) == []
    two = Chart(table, "sources", sources=["ISW", "DeepState"], reports=reports)
    assert set(two.table["source"]) == {"ISW", "DeepState"}


def test_compared_reports_tell_their_own_source_and_day():
    from territorial.readers.reported import load_reported
    from territorial.series.compare import compare

    table = compare(load_reported("russia-ukraine"), party="russia")
    chart = Chart(table, "sources", sources=["ISW", "DeepState", "UK Ministry of Defence"])
    shown = table[table.index.get_level_values("source").isin(chart.table["source"])]
    latest = shown["published"].max()
    assert plain(chart.source).startswith("Source: DeepState, ISW and UK Ministry of Defence; as ")
    assert plain(chart.source).endswith(f"latest report {latest.day} {latest:%B %Y}")
    # Their origin is spelled "UK MoD": one body, so its own assessment.
    assert "A hollow mark" not in chart.note
    unnamed = Chart(table, "sources", sources=["Reuters, analyst unnamed", "unnamed"])
    assert plain(unnamed.source).startswith("Source: Reuters, analyst unnamed; as published by")
    assert "A hollow mark" not in unnamed.note


def test_years_are_counted_over_like_months_only():
    data = table({"russia": [100] * 12 + [110] * 12 + [90] * 3}, first="2023-01")
    chart = Chart(data, "annual")
    assert list(chart.table["value"]) == [300, 330, 270]
    assert list(chart.table["whole_year"])[:2] == [1200, 1320]
    assert plain(chart.title) == (
        "Russia took 270 km² in January–March 2025, down from 330 in the same months of 2024"
    )
    gap = table({"russia": [100, None, *[100] * 10, *[110] * 3]}, first="2024-01")
    chart = Chart(gap, "annual")
    assert math.isnan(chart.table["value"][0])
    assert "2024 (1 of 3 months)" in plain(chart.note)


def test_coverage_shows_each_report_once_with_its_days():
    data, options = CASES[0].of("coverage")
    chart = Chart(data, "coverage", **options)
    bars = chart.ax.patches
    assert len(bars) == len(data) == len(chart.table)
    first = pd.Period("2024-08", "M").ordinal
    spans = sorted((bar.get_x(), bar.get_x() + bar.get_width()) for bar in bars)
    assert spans[0] == pytest.approx((first - 0.5, first + 0.5))
    assert max(spans, key=lambda one: one[1] - one[0]) == pytest.approx((first - 0.5, first + 5.5))
    assert chart.title == "6 of 7 reports make up the series of Russia, 1 only check it"


def test_coverage_tells_gaps():
    data, _ = CASES[0].of("coverage")
    data = data[data["report_id"].ne("russia2")]
    assert "No used report covers 2024-10-01 to 2024-10-31" in Chart(data, "coverage").note


def test_share_keeps_the_remainder_in_sight():
    data = table({"russia": [100, None, 120], "ukraine": [300, None, None]}, kind="control")
    chart = Chart(data, "share", of=("a territory", 600, "a source"))
    heights = [round(float(bar.get_height()), 2) for bar in chart.ax.patches]
    assert heights == [16.67, 20.0, 50.0, 33.33, 80.0]
    assert "within the pale part: Ukraine (1 month)" in chart.note
    assert "100% is a territory: 600 km² (a source)" in plain(chart.note)


def test_panels_have_one_scale_in_order_of_their_totals():
    small, large = table({"russia": [5, 9]}), table({"russia": [50, 90]})
    chart = Chart({"Small": small, "Large": large}, "regions", whole=table({"russia": [60, 100]}))
    panels = chart.ax.child_axes
    assert [panel.texts[-1].get_text().split(":")[0] for panel in panels] == ["Large", "Small"]
    assert len({panel.get_ylim() for panel in panels}) == 1
    assert "−6 km² apart" in plain(chart.note)
    assert lint(chart) == []


def test_revisions_are_later_figures_for_the_same_days_only():
    from territorial.records import Report
    from territorial.reports import reports_table

    def report(name, value, published, end=31, **more):
        return Report(
            name, party="russia", measure="area", kind="gain", value=value, unit="km^2",
            attribution="ISW", start=dt.date(2024, 10, 1), end=dt.date(2024, 10, end),
            published=published, **more,
        )  # fmt: skip

    november, december = dt.date(2024, 11, 1), dt.date(2024, 12, 1)
    reports = reports_table(
        [
            report("a", 590.0, november),
            report("b", 610.0, december),
            report("c", 478.0, november, end=27),
            report("d", 235.5, december, restates="b"),
        ]
    )
    chart = Chart(reports, "revisions")
    assert len(chart.table) == 1
    assert plain(chart.title) == "1 figure on Russia changed: Oct 2024 from 590 to 610 km²"
    assert lint(chart) == []
    none = Chart(reports[reports["report_id"] != "b"], "revisions")
    assert plain(none.title) == "No figure on Russia was revised"
    assert lint(none) == []
    with pytest.raises(ChartError, match="dated reports of one party"):
        plot_revisions(reports, parties=["ukraine"])


# Titles are true: they are worked out again from the plotted table


def last_whole(chart, party="russia"):
    rows = chart.table
    return rows[(rows["party"] == party) & rows["complete"] & rows["value"].notna()]


@pytest.mark.parametrize(
    ("figures", "words_of_it"),
    [
        ([400, 320, 350], "up from 320 km² in December 2024"),
        ([400, 320, 300], "the lowest amount of the 3 months shown"),
        ([400, 320, 500], "the highest amount of the 3 months shown"),
        ([400, 320, 320], "Russia took 320 km² in January 2025"),
        ([320], "Russia took 320 km² in November 2024"),
        ([400, None, 500], "Russia took 500 km² in January 2025"),
        ([400, None, 300, 350], "up from 300 km² in January"),
        ([500, None, 300, 250], "the lowest amount of the 3 whole months shown"),
    ],
)
def test_titles_of_monthly_columns(figures, words_of_it):
    chart = Chart(table({"russia": figures}, first="2024-11"))
    title = plain(chart.title)
    assert title.endswith(words_of_it)
    rows = last_whole(chart)
    last = rows.iloc[-1]
    assert number_in(title) == last["value"]
    before = rows.iloc[:-1]["value"]
    if "lowest" in title:
        assert (last["value"] < before).all()
    if "highest" in title:
        assert (last["value"] > before).all()
    if "up from" in title:
        assert number_in(title.split("up from ")[1]) == before.iloc[-1] < last["value"]


def test_a_part_month_is_in_no_title_but_alone_and_so_far():
    whole = Chart(table({"russia": [400, 320, 900]}, parts={("russia", 2): 9}))
    assert plain(whole.title).startswith("Russia took 320 km² in September 2024")
    alone = Chart(table({"russia": [320]}, parts={("russia", 0): 9}))
    assert plain(alone.title) == "Russia took 320 km² in August 2024 so far"


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ({("russia", 2): (500, NAN)}, "Russia took at least 500 km² in January 2025, the highest"),
        ({("russia", 1): (320, NAN)}, "Russia took 500 km² in January 2025"),
        ({("russia", 2): (300, 700)}, "Russia took 300–700 km² in January 2025"),
    ],
)
def test_no_comparison_that_the_bounds_do_not_bear(bounds, said):
    title = plain(Chart(table({"russia": [400, 320, 500]}, first="2024-11", bounds=bounds)).title)
    assert title.startswith(said)
    if "highest" not in said:
        assert title == said


def test_negative_net_is_a_loss():
    title = Chart(table({"russia": [100, -34]}, kind="net")).title
    assert plain(title) == "Russia lost 34 km² net in September 2024"


def test_rate_title_is_worked_out_from_the_line():
    chart = Chart(table({"russia": AFP[:6]}), "rate")
    line = chart.table.set_index("month")["trailing"]
    title = plain(chart.title)
    assert title == (
        f"Russia took {line['2025-01']:.1f} km² per day in the three months to January 2025, "
        f"down from {line['2024-10']:.1f} in the three before"
    )
    assert line["2025-01"] < line["2024-10"]


# Units


def test_unit_switch_changes_everything_together():
    km, mi = Chart(table({"russia": AFP[:6]})), Chart(table({"russia": AFP[:6]}), unit="mi^2")
    scale = units.factor("km^2", "mi^2")
    np.testing.assert_allclose(mi.table["value"], km.table["value"] * scale)
    np.testing.assert_allclose(
        [bar.get_height() for bar in mi.ax.patches],
        [bar.get_height() * scale for bar in km.ax.patches],
    )
    printed = " ".join(text.get_text() for text, _ in words(mi.figure))
    for text in (printed, mi.title, mi.alt, mi.to_csv(), mi.to_json()):
        assert "km" not in text
    assert "mi² per month" in printed
    assert "mi²" in mi.title
    assert set(mi.table["unit"]) == {"mi^2"}


def test_percent_of_a_named_whole_prints_the_whole():
    chart = Chart(table({"russia": [603.55]}), unit="percent", of=("Ukraine", 603_550, "a source"))
    assert chart.table["value"][0] == pytest.approx(0.1)
    assert "100% is Ukraine: 603,550 km² (a source)" in plain(chart.note)
    assert "Share of Ukraine" in chart.subtitle


def test_per_week():
    chart = Chart(table({"russia": [310.0]}), per="week")
    assert chart.table["value"][0] == pytest.approx(70)
    assert "km² per week" in " ".join(text.get_text() for text, _ in words(chart.figure))


# What is refused


def series(values, index, **attrs):
    made = pd.Series(values, index=index)
    made.attrs = attrs
    return made


INDEX = pd.MultiIndex.from_product(
    [pd.period_range("2024-11", periods=2, freq="M"), ["russia"]], names=["month", "party"]
)


@pytest.mark.parametrize(
    ("make", "error", "said"),
    [
        (lambda: plot_gains(series([1.0, 2.0], INDEX)), UnitError, "wanted a series with a unit"),
        (lambda: plot_gains(series([1.0, 2.0], INDEX, unit="km^2"), unit="km"), DimensionError, "a unit of area"),
        (lambda: plot_gains(series([1.0, 2.0], INDEX, unit="km^2"), unit="percent"), ChartError, 'of="Ukraine"'),
        (lambda: plot_gains(series([1.0, 2.0], INDEX, unit="km^2"), unit="percent", of="Atlantis"), ChartError, "a region whose area"),
        (lambda: plot_gains(series([], INDEX[:0], unit="km^2")), ChartError, "at least one month"),
        (lambda: plot_gains(series([1.0, 2.0], INDEX, unit="km^2"), parties=["france"]), ChartError, "given france"),
        (lambda: plot_gains(series([1.0, 2.0], INDEX[[0, 0]], unit="km^2")), ChartError, "two for russia in 2024-11"),
        (lambda: plot_gains(series([1.0, 2.0], [1, 2], unit="km^2", party="x")), ChartError, "months, as pandas"),
        (lambda: plot_gains([1, 2]), ChartError, "a pandas Series or DataFrame"),
        (lambda: plot_gains(pd.DataFrame({"value": [1.0, 2.0], "unit": ["km^2", "km"]}, index=INDEX)), DimensionError, "one measure in a chart"),
        (lambda: plot_gains(pd.DataFrame({"value": ["1", "two"], "unit": "km^2"}, index=INDEX)), ChartError, "'two'"),
        (lambda: plot_balance(table({"russia": [1, 2]})), ChartError, "both sides"),
        (lambda: plot_balance(table(BOTH, kind="net")), ChartError, "net figures"),
        (lambda: plot_balance(table({"russia": [1], "ukraine": [-2]})), ChartError, "not negative"),
        (lambda: plot_cumulative(table(BOTH, kind="control")), ChartError, "levels of control"),
        (lambda: plot_rate(table(BOTH, kind="control")), ChartError, "levels of control"),
        (lambda: plot_rate(table(BOTH), window=0), ChartError, "at least 1"),
        (lambda: plot_share(table({"russia": [90]}, kind="control"), of=("x", 80, "y")), ChartError, "112.5%"),
        (lambda: plot_share(table({"russia": [90]}), of=("x", 80, "y")), ChartError, "levels of control"),
        (lambda: plot_regions({}), ChartError, "at least one region"),
        (lambda: plot_sources({}), ChartError, "at least one source"),
        (lambda: plot_sources({"a": table(BOTH)}), ChartError, "figures for one party"),
        (lambda: plot_sources({"a": table({"russia": [1]}), "b": table({"russia": [1]}, unit="km")}), ChartError, "one measure"),
        (lambda: Chart(table(BOTH), "pie"), ChartError, "gains, balance, cumulative"),
        (lambda: Chart(table(BOTH), colour="red"), ChartError, "given colour"),
        (lambda: Chart(table(BOTH), width=3), ChartError, "5 to 12 inches"),
        (lambda: Chart(table(BOTH), events=[(dt.date(2024, 9, 1), "x")] * 6), ChartError, "at most five"),
        (lambda: Chart(table(BOTH)).save("x.gif"), ChartError, "png, svg, pdf"),
        (lambda: Chart(table(BOTH)).explain("2020-01", "russia"), ChartError, "2020-01, russia"),
    ],
)  # fmt: skip
def test_refused_with_words(make, error, said):
    with pytest.raises(error, match=re.escape(said)):
        make()


# Files and words


@pytest.mark.parametrize("chart", PLOTS)
def test_same_data_same_bytes(chart):
    data, options = CASES[1].of(chart)
    first, again = Chart(data, chart, **options), Chart(data, chart, **options)
    # Embedding fonts into a PDF is slow, and the same for every chart.
    for form in ("png", "svg", "pdf") if chart == "gains" else ("png", "svg"):
        saved = first.render(form, dpi=60)
        assert saved == again.render(form, dpi=60)
    assert saved == first.render(form, dpi=60)


def test_save_writes_picture_figures_and_words(tmp_path):
    chart = Chart(table(BOTH))
    chart.save(tmp_path / "gains.svg")
    svg = (tmp_path / "gains.svg").read_text(encoding="utf-8")
    assert '<title id="chart-title">' in svg
    assert chart.alt.replace("&", "&amp;") in svg
    assert 'role="img" aria-labelledby="chart-title chart-desc"' in svg
    assert ">km² per month</text>" in svg
    back = pd.read_csv(tmp_path / "gains.csv")
    assert list(back["value"]) == list(chart.table["value"])
    told = json.loads((tmp_path / "gains.json").read_text(encoding="utf-8"))
    assert told["title"] == chart.title
    assert told["as_of"] == "2025-02-23"
    assert [row["value"] for row in told["figures"]] == list(chart.table["value"])


def test_words_inside_png_and_pdf():
    from io import BytesIO

    from PIL import Image

    chart = Chart(table(BOTH), title="Росія & <b> $x^2$")
    image = Image.open(BytesIO(chart.render("png")))
    assert image.size[0] == 1600
    assert image.text["Title"] == "Росія & <b> $x^2$"
    assert image.text["Description"] == chart.alt
    assert "Software" not in image.text
    assert b"/FontFile2" in chart.render("pdf")
    assert b"CreationDate" not in chart.render("pdf")
    assert "&lt;b&gt; $x^2$</text>" in chart.render("svg").decode()


def test_pdf_cuts_each_font_once():
    # Letters beyond the first 256 (dash, minus sign) once made a third piece of font.
    chart = Chart(table({"russia": [-34, 120, -8]}, kind="net"))
    assert "−" in chart.alt
    assert "–" in chart.subtitle
    pdf = chart.render("pdf")
    embedded = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", pdf))
    assert embedded == {b"DejaVuSans", b"DejaVuSans-Bold"}
    assert pdf.count(b"/FontFile2 ") == 2
    assert b"/Type3" not in pdf


@pytest.mark.parametrize("enabled", [True, False])
def test_pdf_does_not_search_the_users_data_for_garbage(enabled):
    import gc

    chart = Chart(table(BOTH))
    begun = []
    gc.callbacks.append(lambda phase, info: begun.append(info["generation"]))
    try:
        if not enabled:
            gc.disable()
        chart.render("pdf")
        assert gc.isenabled() == enabled
    finally:
        gc.callbacks.pop()
        gc.enable()
    assert len(begun) <= 4  # of hundreds: what is collected once it is on again


def test_notebook_shows_the_picture_with_alternative_text():
    chart = Chart(table(BOTH))
    data, metadata = chart._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert metadata["image/png"]["alt"] == chart.alt
    assert chart._repr_png_()[1]["alt"] == chart.alt


def test_unstated_source_is_said_and_warned(tmp_path):
    chart = Chart(table(BOTH, source=None, published=None))
    assert "source not stated" in chart.source
    with pytest.warns(TerritorialWarning) as caught:
        chart.save(tmp_path / "x.png")
    assert sorted("source" in str(one.message) for one in caught) == [False, True]
    told = Chart(table(BOTH, source=None, published=None), source="ISW", as_of="2025-02-07")
    assert plain(told.source) == "Source: ISW; latest report 7 February 2025"


@pytest.mark.parametrize(
    ("places", "said"),
    [
        ("Ukrainian territory; української території", ", Ukraine, "),
        ("української території", ", Ukraine, "),
        ("Ukrainian territory", ", Ukrainian territory, "),
        ("Donetsk region; Donetsk Oblast", ", Donetsk Oblast, "),
        ("Pokrovsk direction; Donetsk", ", Pokrovsk direction; Donetsk, "),
    ],
)
def test_one_ground_is_named_once(places, said):
    assert said in Chart(table(BOTH, place=places)).subtitle
    one = table({"russia": AFP[:6]}, place=None)
    one["place"] = [places, *places.split("; ")[:1]] * 3
    assert (said in Chart(one).subtitle) == (len(said.split("; ")) == 1)


def test_sources_of_one_ground_name_it_once():
    worded = {"ISW": "Ukraine", "DeepState": "української території"}
    tables = {name: table({"russia": AFP}, place=place) for name, place in worded.items()}
    assert ", Ukraine, " in Chart(tables, "sources").subtitle


def test_mixture_of_sources_is_named():
    data = table(BOTH)
    data.loc[("2024-08", "russia"), "attribution"] = "DeepState"
    assert "Russia’s figures come from more than one source: DeepState (Aug 2024); ISW" in plain(
        Chart(data).note
    )


def test_nothing_is_written_where_something_cannot_be(tmp_path):
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(OutputError):
        Chart(table(BOTH)).save(tmp_path / "x.png")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    with pytest.raises(OutputError):
        Chart(table(BOTH)).save(tmp_path / "none" / "x.png")


def test_csv_cells_are_no_formulas():
    text = Chart(table({"=1+1": [1, 2]})).to_csv()
    assert ",'=1+1," in text
    assert ",=1+1" not in text


def test_explain_quotes_the_reports():
    reports = pd.DataFrame(
        {"report_id": ["russia0"], "quote": ["about 477 km²"], "publisher": ["A paper"],
         "url": [None], "published": [pd.Timestamp("2024-09-01")]}
    )  # fmt: skip
    said = plain(Chart(table(BOTH), reports=reports).explain("2024-08", "russia"))
    assert "477 km² per month" in said
    assert "days covered: 31 of 31 (complete)" in said
    assert "attribution: ISW" in said
    assert "russia0: “about 477 km²”, 2024-09-01, A paper" in said


def test_alternative_text_tells_finding_extremes_gaps_and_source():
    chart = Chart(table({"russia": [400, None, 320]}))
    alt = plain(chart.alt)
    for part in (plain(chart.title), "highest 400 km² in August 2024", "1 month without a figure",
                 "Source: ISW", "in km² per month"):  # fmt: skip
        assert part in alt


def test_events_stand_at_their_days():
    chart = Chart(table(BOTH), events=[(dt.date(2024, 11, 16), "an event")])
    line = next(line for line in chart.ax.lines if line.get_linestyle() == "--")
    assert line.get_xdata()[0] == pytest.approx(pd.Period("2024-11", "M").ordinal)
    assert lint(chart) == []


def test_reports_from_a_real_table_reach_the_chart(article):
    from territorial.readers.articles import read_article
    from territorial.series.monthly import monthly_table

    reports = read_article(article)
    data = monthly_table(reports, party="russia")
    chart = Chart(data, reports=reports)
    assert list(chart.table["value"]) == [700, 400, 320]
    assert plain(chart.title).startswith("Russia took about 320 km² in January 2025")
    assert "320" in chart.explain("2025-01", "russia").split("“")[1]
    assert lint(chart) == []
