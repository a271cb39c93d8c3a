"""New reports: what they change, and what was said before."""

import pandas as pd
import pytest
from series_cases import report, table

from territorial.errors import ReportsError
from territorial.reports import write_reports
from territorial.series.monthly import monthly_table
from territorial.series.update import month_changes, update, vintages

BEFORE = table(
    report("sep", 459, "2024-09", published="2024-10-28"),
    report("oct", 478, "2024-10-01", "2024-10-27", published="2024-10-28"),
)
NEW = table(
    report("whole", 610, "2024-10", published="2024-12-02"),
    report("nov", 725, "2024-11", published="2024-12-02"),
    report("sep", 459, "2024-09", published="2024-10-28"),
)


def test_an_update_says_what_changed_and_leaves_the_rest():
    found = update(BEFORE, NEW)
    assert found.reports["report_id"].tolist() == ["sep", "oct", "whole", "nov"]
    assert found.changes["what"].to_dict() == {
        (pd.Period("2024-10", "M"), "russia"): "changed",
        (pd.Period("2024-11", "M"), "russia"): "new",
    }
    october = found.changes.loc[("2024-10", "russia")]
    assert (october["before"].m, october["after"].m) == (478, 610)
    assert (october["reports_before"], october["reports_after"]) == ("oct", "whole")
    same = found.table.loc[["2024-09"]], monthly_table(BEFORE).loc[["2024-09"]]
    pd.testing.assert_frame_equal(*(one.drop(columns=["value", "low", "high"]) for one in same))
    assert same[0]["value"].iloc[0] == same[1]["value"].iloc[0]


def test_the_file_grows_at_its_end_byte_for_byte(tmp_path):
    found = update(BEFORE, NEW)
    write_reports(BEFORE, tmp_path / "before.csv")
    write_reports(found.reports, tmp_path / "after.csv")
    before = (tmp_path / "before.csv").read_bytes()
    assert (tmp_path / "after.csv").read_bytes().startswith(before)


def test_nothing_new_changes_nothing():
    found = update(BEFORE, BEFORE)
    assert found.changes.empty
    pd.testing.assert_frame_equal(found.reports, BEFORE)
    assert month_changes(found.table, found.table).empty


def test_one_id_for_two_reports_is_refused():
    with pytest.raises(ReportsError, match=r"new, row 0: .*report oct with another value"):
        update(
            BEFORE, table(report("oct", 480, "2024-10-01", "2024-10-27", published="2024-10-28"))
        )
    with pytest.raises(ReportsError, match=r"two tables in one unit, given mi\^2 and km\^2"):
        month_changes(monthly_table(BEFORE, unit="mi^2"), monthly_table(BEFORE))


def test_vintages_list_every_telling_and_which_one_stands():
    found = vintages(
        table(
            report("a", 143, "2025-03", attribution="G", published="2025-04-06"),
            report("b", 150, "2025-03", attribution="G", published="2025-05-09"),
            report("c", 5, "2025-03", attribution="G", per="day", published="2025-04-06"),
            report("alone", 200, "2025-04", attribution="G"),
            report("other", 133, "2025-03", attribution="D"),
        )
    )
    assert found["report_id"].tolist() == ["a", "c", "b"]
    assert found["stands"].tolist() == [False, False, True]
    assert found["change"].pint.m.tolist() == pytest.approx([0, 12, 7])
    assert found["reason"].tolist()[0] == "replaced by b, published later"
