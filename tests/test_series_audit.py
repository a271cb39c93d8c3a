"""Slips that rows themselves can show, each with its consistent twin that must give nothing."""

import pytest
from series_cases import level, report, table

from territorial.errors import InputError, ReportsError
from territorial.readers.reported import load_reported
from territorial.series.audit.pairs import transpositions
from territorial.series.audit.run import RULES, audit

YEAR = ("2024-01-01", "2024-12-31")


def share(report_id, value, *period, **more):
    more = {"unit": "percent", "measure": "share", "place": "Ukraine", **more}
    return report(report_id, value, *period, **more)


# rule, the reports that show the slip, words of the message
SLIPS = [
    (
        "area with a unit of length",
        [report("a", 4000, *YEAR), report("b", 1500, *YEAR, unit="mi", measure="length",
                                          restates="a")],
        "1,500 mi restates 4,000 km²: a length for an area; mi² is meant",
    ),
    (
        "unit of another measure",
        [report("a", 1500, "2024-07", unit="mi")],
        "1,500 mi is told as area, its unit is one of length",
    ),
    (
        "unit of another measure",
        [report("a", 2000, "2022-09-01", "2022-09-10", unit="km", measure="length")],
        "too long for an advance",
    ),
    (
        "units that do not agree",
        [report("a", 1539, *YEAR, unit="mi^2"), report("b", 3895, *YEAR, restates="a")],
        "3,895 km² restates 1,539 mi², which is 3,986 km²",
    ),
    (
        "units that do not agree",
        [report("a", 1593, *YEAR, unit="mi^2"), report("b", 3986, *YEAR, restates="a")],
        "3,986 km² restates 1,593 mi²",
    ),
    (
        "units that do not agree",
        [report("a", 634, "2025-07"), report("b", 2450, "2025-07", unit="mi^2", restates="a")],
        "a factor of 10 is missing or too much",
    ),
    (
        "units that do not agree",
        [report("a", 634, "2025-07"), report("b", 634, "2025-07", unit="ha", restates="a")],
        "it fits as km²",
    ),
    (
        "units that do not agree",
        [report("a", 6321, *YEAR), report("b", 4221, *YEAR, unit="mi^2", restates="a")],
        "it fits with digits transposed: 2,421",
    ),
    (
        "rate that does not fit its total",
        [report("a", 5000, "2025-01-01", "2025-10-07", qualifier="about"),
         report("b", 125, "2025-01-01", "2025-10-07", per="day", restates="a")],
        "125 km² per day over 280 days is 35,000 km²; the total is about 5,000 km²",
    ),
    (
        "share that does not fit its area",
        [report("a", 233.94, "2023-02", place="Ukraine"), share("b", 0.39, "2023-02", restates="a")],
        "233.94 km² is 0.0388% of Ukraine",
    ),
    (
        "larger than its region",
        [report("a", 27_000, "2024-12-31", kind="control", unit="mi^2", place="Kursk region")],
        "27,000 mi² of Kursk Oblast, which has",
    ),
    ("share above the whole", [share("a", 107, "2024-12-31", kind="control")], "more than all"),
    (
        "told before its end",
        [report("a", 478, "2024-10", published="2024-10-28")],
        "was published on 2024-10-28",
    ),
    (
        "told before its end",
        [report("a", 200, "2024-07", published="2024-07-31")],
        "on its last day: that day may be missing",
    ),
    (
        "two figures of one source",
        [report("a", 6460, "2025-01-01", "2025-12-29", attribution="G", published="2025-12-29"),
         report("b", 6640, "2025-01-01", "2025-12-29", attribution="G", published="2025-12-29")],
        "digits transposed",
    ),
    (
        "figure that was revised",
        [report("a", 143, "2025-03", attribution="G", published="2025-04-06"),
         report("b", 150, "2025-03", attribution="G", published="2025-05-09")],
        "G says 150 km² (2025-05-09) and 143 km² (2025-04-06)",
    ),
    (
        "part told as whole",
        [report("a", 478, "2024-10-01", "2024-10-27", attribution="G"),
         report("b", 478, "2024-10", attribution="G")],
        "478 km² for 2024-10-01 to 2024-10-31 is what G says of 2024-10-01 to 2024-10-27",
    ),
    (
        "same number, other unit",
        [level("a", 20_000, "2015-01-31", unit="mi^2", attribution="A"),
         level("b", 20_000, "2014-11-01", attribution="B")],
        "20,000 mi² (A), but 20,000 km² (B)",
    ),
    (
        "percent for percentage points",
        [share("l0", 18.0, "2024-01-01", kind="control", attribution="A"),
         share("l1", 18.9, "2024-12-31", kind="control", attribution="A"),
         share("g", 5.0, *YEAR, attribution="A")],
        "it is 0.9 points",
    ),
    (
        "total that its parts contradict",
        [report("a", 500, "2024-01"), report("b", 450, "2024-01-01", "2024-03-31")],
        "its shorter reports make 500 in 31 of these 91 days",
    ),
]  # fmt: skip

CONSISTENT = [
    [report("a", 634, "2025-07"), report("b", 245, "2025-07", unit="mi^2", restates="a")],
    [report("a", 6000, *YEAR), report("b", 2400, *YEAR, unit="mi^2", restates="a")],
    [report("a", 5600, *YEAR, qualifier="at_least", low=5600.0),
     report("b", 2160, *YEAR, unit="mi^2", qualifier="at_least", low=2160.0, restates="a")],
    [report("a", 449, "2024-05"), report("b", 14.5, "2024-05", per="day", restates="a")],
    [report("a", 143, "2025-03"),
     report("b", 5, "2025-03", per="day", qualifier="at_most", high=5.0, restates="a")],
    [report("a", 4336, *YEAR, place="Ukraine"), share("b", 0.72, *YEAR, restates="a")],
    [report("a", 12_800, *YEAR, place="Ukraine"),
     share("b", 14, *YEAR, restates="a", scope="share of the area once held")],
    [report("a", 26_000, "2024-12-31", kind="control", place="Luhansk region")],
    [report("a", 610, "2024-10", published="2024-11-01")],
    [report("a", 320, "2025-02-01", "2025-02-07", published="2025-02-07")],
    [report("a", 5000, *YEAR, qualifier="nearly", high=5000.0, attribution="P"),
     report("b", 4900, *YEAR, attribution="P")],
    [report("a", 713, "2025-07", basis="gross", attribution="A"),
     report("b", 634, "2025-07", basis="net", attribution="A")],
    [report("a", 478, "2024-10-01", "2024-10-27"), report("b", 610, "2024-10")],
    [report(f"m{at}", 300, f"2024-{at:02d}") for at in (1, 2, 3)]
    + [report("q", 902, "2024-01-01", "2024-03-31")],
    [report("m", 300, "2024-01"),
     report("q", 250, "2024-01-01", "2024-03-31", qualifier="at_least", low=250.0)],
    [share("l0", 18.0, "2024-01-01", kind="control", attribution="A"),
     share("l1", 18.9, "2024-12-31", kind="control", attribution="A"),
     share("g", 0.9, *YEAR, attribution="A")],
    [report("a", 3, "2025-02-01", "2025-02-07", unit="mi", measure="length")],
]  # fmt: skip


@pytest.mark.parametrize(("rule", "reports", "words"), SLIPS)
def test_a_slip_is_found_and_said(rule, reports, words):
    found = audit(table(*reports))
    assert rule in set(found["rule"])
    assert words in " | ".join(found["message"])


@pytest.mark.parametrize("reports", CONSISTENT)
def test_what_fits_gives_no_finding(reports):
    assert audit(table(*reports))["message"].tolist() == []


def test_a_finding_names_what_was_expected_and_how_far_it_might_have_been():
    found = audit(table(*SLIPS[8][1]))
    row = found.iloc[0]
    assert (row["report_id"], row["other_id"], row["given"]) == ("b", "a", 125.0)
    assert row["expected"] == pytest.approx(5000 / 280)
    assert 0 < row["tolerance"] < 5 and row["unit"] == "km^2"


def test_rules_can_be_chosen_and_unknown_ones_are_refused():
    reports = table(*SLIPS[0][1], *SLIPS[11][1])
    assert set(audit(reports, rules=["share above the whole"])["rule"]) == {"share above the whole"}
    with pytest.raises(InputError, match="rules: wanted rules out of units that do not agree"):
        audit(reports, rules=["typos"])
    with pytest.raises(ReportsError):
        audit(reports.drop(columns="unit"))
    assert audit(table()).empty


def test_every_rule_has_a_case():
    tested = {rule for rule, *_ in SLIPS}
    assert set(RULES) <= tested | {"area with a unit of length"}


def test_transpositions_are_of_neighbours():
    assert set(transpositions(1539)) == {5139, 1359, 1593}
    assert set(transpositions(10.5)) == set()


def test_the_slips_of_the_reported_figures_are_found_and_clean_rows_left_alone():
    found = audit(load_reported("russia-ukraine"))
    words = " | ".join(found["message"])
    for slip in (
        "nearly 1,500 mi restates nearly 4,000 km²",
        "about 2,000 km is a length, and too long",
        "125 km² per day over 280 days is 35,000 km²",
        "told as 0.39%: a factor of 10",
        "6,460 km² (2025-12-29) and 6,640 km² (2025-12-29)",
    ):
        assert slip in words
    assert len(found) < 15
