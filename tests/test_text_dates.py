"""Words for days and periods: what each means, counted back from the day of publication."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territorial.lexicon.rows import rows
from territorial.text.date_rules import RULES
from territorial.text.dates import DateReader, Mention, date_alone
from territorial.text.language import language
from territorial.text.spans import add_months, month_span
from territorial.text.tokens import sentences, tokenize

FRIDAY = "2025-02-07"


def mentions(text: str, published: str | dt.date = FRIDAY) -> list[Mention]:
    """The periods that an English text names, sentence after sentence."""
    day = dt.date.fromisoformat(published) if isinstance(published, str) else published
    reader = DateReader(language("en"), day)
    tokens = tokenize(text)
    return [m for s in sentences(tokens) for m in reader.read(tokens[s.first : s.last])]


def spans(text: str, published: str | dt.date = FRIDAY) -> list[str]:
    """Each period as "first..last", one day alone, or "open"."""
    found = []
    for mention in mentions(text, published):
        start, end = mention.period.start, mention.period.end
        if start is None:
            found.append("open")
        elif start == end:
            found.append(str(start))
        else:
            found.append(f"{start}..{end}")
    return found


# rule: (words, day of publication, the last period that they name)
CASES = [
    # days
    ("day", "on 3 January", FRIDAY, "2025-01-03"),
    ("today_by", "as it stands now", FRIDAY, FRIDAY),
    ("weekdays", "from Wednesday to Sunday last week", FRIDAY, "2025-01-29..2025-02-02"),
    ("peak", "at its peak", FRIDAY, "open"),
    ("open", "before 2022", FRIDAY, "open"),
    ("same_in", "between January and August, in the same eight months of 2024", FRIDAY, "2024-01-01..2024-08-31"),
    ("day", "on December 30", FRIDAY, "2024-12-30"),
    ("day", "on 29 February 2024", FRIDAY, "2024-02-29"),
    ("day", "on February 29, 2024,", FRIDAY, "2024-02-29"),
    ("day", "on the 24th of March", FRIDAY, "2024-03-24"),
    ("day", "on Jan. 5", FRIDAY, "2025-01-05"),
    ("day", "on 5 Sept. 2023", FRIDAY, "2023-09-05"),
    ("day", "on the day of publication, 7 February", FRIDAY, FRIDAY),
    ("day", "on 8 February", FRIDAY, "2024-02-08"),
    ("day", "on 3 January last year", FRIDAY, "2024-01-03"),
    ("ordinal_day", "on the first of January", FRIDAY, "2025-01-01"),
    ("ordinal_day", "on the second of November 2023", FRIDAY, "2023-11-02"),
    ("numeric", "on 03.12.2024", FRIDAY, "2024-12-03"),
    ("numeric", "on 2024-12-03", FRIDAY, "2024-12-03"),
    ("numeric", "on 29.02.2024", FRIDAY, "2024-02-29"),
    ("numeric", "in 12.2024", FRIDAY, "2024-12-01..2024-12-31"),
    ("today", "today", FRIDAY, FRIDAY),
    ("today", "It now holds", FRIDAY, FRIDAY),
    ("today", "It currently holds", FRIDAY, FRIDAY),
    ("yesterday", "yesterday", FRIDAY, "2025-02-06"),
    ("yesterday", "yesterday", "2024-03-01", "2024-02-29"),
    ("yesterday", "yesterday", "2025-01-01", "2024-12-31"),
    ("yesterday", "the day before yesterday", FRIDAY, "2025-02-05"),
    ("ago", "three days ago", FRIDAY, "2025-02-04"),
    ("ago", "40 days ago", FRIDAY, "2024-12-29"),
    ("ago", "a week ago", FRIDAY, "2025-01-31"),
    ("ago_year", "this time last year", FRIDAY, "2024-02-07"),
    ("ago_year", "this time last year", "2024-02-29", "2023-02-28"),
    # weekdays and weekends
    ("weekday", "on Monday", FRIDAY, "2025-02-03"),
    ("weekday", "on Friday", FRIDAY, FRIDAY),
    ("weekday", "on Saturday", FRIDAY, "2025-02-01"),
    ("weekday", "on Wednesday", "2025-01-01", "2025-01-01"),
    ("weekday", "on Thursday", "2025-01-01", "2024-12-26"),
    ("weekend", "over the weekend", FRIDAY, "2025-02-01..2025-02-02"),
    ("weekend", "over the weekend", "2025-02-08", "2025-02-08"),
    ("weekend", "over the weekend", "2025-02-09", "2025-02-08..2025-02-09"),
    ("weekend", "over the weekend", "2025-02-10", "2025-02-08..2025-02-09"),
    ("weekend", "last weekend", "2025-01-02", "2024-12-28..2024-12-29"),
    # months
    ("month", "in January", FRIDAY, "2025-01-01..2025-01-31"),
    ("month", "in March", FRIDAY, "2024-03-01..2024-03-31"),
    ("month", "in February", FRIDAY, "2025-02-01..2025-02-07"),
    ("month", "in February", "2024-03-01", "2024-02-01..2024-02-29"),
    ("month", "in February", "2025-02-01", "2025-02-01"),
    ("month", "in December", "2024-12-31", "2024-12-01..2024-12-31"),
    ("month", "in December", "2025-01-01", "2024-12-01..2024-12-31"),
    ("month", "in December 2023", FRIDAY, "2023-12-01..2023-12-31"),
    ("month", "last January", FRIDAY, "2025-01-01..2025-01-31"),
    ("month", "last February", FRIDAY, "2024-02-01..2024-02-29"),
    ("month", "in March last year", FRIDAY, "2024-03-01..2024-03-31"),
    ("month", "in January of this year", FRIDAY, "2025-01-01..2025-01-31"),
    ("months", "in November and December", FRIDAY, "2024-11-01..2024-12-31"),
    ("months", "in December and January", FRIDAY, "2024-12-01..2025-01-31"),
    ("months", "in April and May 2023", FRIDAY, "2023-04-01..2023-05-31"),
    ("half_month", "in the first half of January", FRIDAY, "2025-01-01..2025-01-15"),
    ("half_month", "in the second half of January", FRIDAY, "2025-01-16..2025-01-31"),
    ("start_of_week", "since the start of the week", FRIDAY, "2025-02-03..2025-02-07"),
    ("start_of_month", "since the first of this month", FRIDAY, "2025-02-01..2025-02-07"),
    # quarters, halves, years
    ("quarter", "in the third quarter of 2024", FRIDAY, "2024-07-01..2024-09-30"),
    ("quarter", "in the fourth quarter", FRIDAY, "2024-10-01..2024-12-31"),
    ("quarter", "in the first quarter", FRIDAY, "2025-01-01..2025-02-07"),
    ("quarter", "in Q3 2024", FRIDAY, "2024-07-01..2024-09-30"),
    ("quarter", "in the first quarter of 2024", FRIDAY, "2024-01-01..2024-03-31"),
    ("half", "in the second half of 2024", FRIDAY, "2024-07-01..2024-12-31"),
    ("half", "in H1 2024", FRIDAY, "2024-01-01..2024-06-30"),
    ("year", "in 2024", FRIDAY, "2024-01-01..2024-12-31"),
    ("year", "in 2025", FRIDAY, "2025-01-01..2025-02-07"),
    ("year", "in 1943", FRIDAY, "1943-01-01..1943-12-31"),
    # calendar units before this one; weeks from Monday to Sunday
    ("last", "last week", FRIDAY, "2025-01-27..2025-02-02"),
    ("last", "last week", "2025-02-02", "2025-01-20..2025-01-26"),
    ("last", "last week", "2025-02-03", "2025-01-27..2025-02-02"),
    ("last", "last week", "2025-01-01", "2024-12-23..2024-12-29"),
    ("last", "last month", FRIDAY, "2025-01-01..2025-01-31"),
    ("last", "last month", "2025-01-31", "2024-12-01..2024-12-31"),
    ("last", "last month", "2024-03-31", "2024-02-01..2024-02-29"),
    ("last", "last quarter", FRIDAY, "2024-10-01..2024-12-31"),
    ("last", "last year", FRIDAY, "2024-01-01..2024-12-31"),
    ("last", "last year", "2025-01-01", "2024-01-01..2024-12-31"),
    # this one: a week of seven days, the others from their first day
    ("this", "this week", FRIDAY, "2025-02-01..2025-02-07"),
    ("this", "this week", "2025-01-01", "2024-12-26..2025-01-01"),
    ("this", "this month", FRIDAY, "2025-02-01..2025-02-07"),
    ("this", "this month", "2025-03-01", "2025-03-01"),
    ("this", "this quarter", FRIDAY, "2025-01-01..2025-02-07"),
    ("this", "this year", FRIDAY, "2025-01-01..2025-02-07"),
    ("this", "so far this year", FRIDAY, "2025-01-01..2025-02-07"),
    # spans that end on the day of publication
    ("past", "in the past week", FRIDAY, "2025-02-01..2025-02-07"),
    ("past", "in the past week", "2025-03-01", "2025-02-23..2025-03-01"),
    ("past", "in the past three weeks", FRIDAY, "2025-01-18..2025-02-07"),
    ("past", "in the past month", FRIDAY, "2025-01-08..2025-02-07"),
    ("past", "in the past month", "2024-03-31", "2024-03-01..2024-03-31"),
    ("past", "in the past month", "2025-03-01", "2025-02-02..2025-03-01"),
    ("past", "over the last two months", FRIDAY, "2024-12-08..2025-02-07"),
    ("past", "over the past year", FRIDAY, "2024-02-08..2025-02-07"),
    ("past", "over the past year", "2024-02-29", "2023-03-01..2024-02-29"),
    ("past", "over the last ten days", FRIDAY, "2025-01-29..2025-02-07"),
    ("past", "in the past 24 hours", FRIDAY, FRIDAY),
    ("past", "in the past 48 hours", FRIDAY, "2025-02-06..2025-02-07"),
    # since
    ("since", "since 6 August", FRIDAY, "2024-08-06..2025-02-07"),
    ("since", "since November", FRIDAY, "2024-11-01..2025-02-07"),
    ("since", "since the start of the year", FRIDAY, "2025-01-01..2025-02-07"),
    ("since", "since the start of 2024", FRIDAY, "2024-01-01..2025-02-07"),
    ("since", "since the beginning of last year", FRIDAY, "2024-01-01..2025-02-07"),
    ("since", "since the start of the month", FRIDAY, "2025-02-01..2025-02-07"),
    ("since", "from 6 August onwards", FRIDAY, "2024-08-06..2025-02-07"),
    ("since", "since Monday", FRIDAY, "2025-02-03..2025-02-07"),
    ("since", "since 24 February 2022", FRIDAY, "2022-02-24..2025-02-07"),
    ("since", "since late November", FRIDAY, "open"),
    ("event", "since the full-scale invasion", FRIDAY, "2022-02-24..2025-02-07"),
    ("event", "since the start of the full-scale invasion", FRIDAY, "2022-02-24..2025-02-07"),
    ("event", "since the full-scale invasion", "2021-05-01", "open"),
    # from one day to another
    ("days", "on 1-7 January", FRIDAY, "2025-01-01..2025-01-07"),
    ("days", "on 1–7 September", FRIDAY, "2024-09-01..2024-09-07"),
    ("days", "between 3 and 10 January", FRIDAY, "2025-01-03..2025-01-10"),
    ("days", "between June 3 and 10", FRIDAY, "2024-06-03..2024-06-10"),
    ("days", "from 26 to 29 February 2024", FRIDAY, "2024-02-26..2024-02-29"),
    ("between", "between 28 December and 5 January", FRIDAY, "2024-12-28..2025-01-05"),
    ("between", "from 28 December to 5 January", FRIDAY, "2024-12-28..2025-01-05"),
    ("between", "from November to January", FRIDAY, "2024-11-01..2025-01-31"),
    ("between", "between 1 November 2023 and 5 January 2024", FRIDAY, "2023-11-01..2024-01-05"),
    ("between", "from June to August 2023", FRIDAY, "2023-06-01..2023-08-31"),
    # parts of a period
    ("first_of", "in the first 10 days of January", FRIDAY, "2025-01-01..2025-01-10"),
    ("first_of", "in the first 30 days of November", FRIDAY, "2024-11-01..2024-11-30"),
    ("first_of", "in the first three months of 2024", FRIDAY, "2024-01-01..2024-03-31"),
    ("first_of", "in the first week of January", FRIDAY, "2025-01-01..2025-01-07"),
    ("first_of", "in the first ten days of February", FRIDAY, "2025-02-01..2025-02-07"),
    ("nth_of", "in the second week of January", FRIDAY, "2025-01-08..2025-01-14"),
    ("last_of", "in the last week of January", FRIDAY, "2025-01-25..2025-01-31"),
    ("last_of", "in the last ten days of February 2024", FRIDAY, "2024-02-20..2024-02-29"),
    ("last_of", "in the last two months of 2024", FRIDAY, "2024-11-01..2024-12-31"),
    ("first_of_year", "in the first five weeks of this year", FRIDAY, "2025-01-01..2025-02-04"),
    ("first_of_year", "in the first month of this year", FRIDAY, "2025-01-01..2025-01-31"),
    ("first_of_month", "in the first five days of this month", FRIDAY, "2025-02-01..2025-02-05"),
    ("unit_to", "in the week to 2 February", FRIDAY, "2025-01-27..2025-02-02"),
    ("unit_to", "in the week ending 5 January", FRIDAY, "2024-12-30..2025-01-05"),
    ("unit_to", "in the two weeks to 2 February", FRIDAY, "2025-01-20..2025-02-02"),
    ("unit_to", "in the month to 31 January", FRIDAY, "2025-01-01..2025-01-31"),
    ("start_of", "at the start of January", FRIDAY, "2025-01-01"),
    ("end_of", "at the end of February 2024", FRIDAY, "2024-02-29"),
    ("start_of_year", "at the start of the year", FRIDAY, "2025-01-01"),
    ("end_of_year", "at the end of last year", FRIDAY, "2024-12-31"),
    ("as_of", "as of 2 February", FRIDAY, "2025-02-02"),
    ("by", "by the end of 2024", FRIDAY, "2024-12-31"),
    ("by", "by 1 February", FRIDAY, "2025-02-01"),
    # counted from the period named before
    ("before", "in January 2024; the month before", FRIDAY, "2023-12-01..2023-12-31"),
    ("before", "in the second quarter of 2024; the quarter before", FRIDAY,
     "2024-01-01..2024-03-31"),
    ("before", "in January 2024, a year earlier", FRIDAY, "2023-01-01..2023-01-31"),
    ("before", "in February 2025, a year earlier", "2025-03-05", "2024-02-01..2024-02-29"),
    ("before", "in February 2024, a year earlier", FRIDAY, "2023-02-01..2023-02-28"),
    ("before", "the previous month", FRIDAY, "2025-01-01..2025-01-31"),
    ("next_day", "on 3 January; the next day", FRIDAY, "2025-01-04"),
    ("next_day", "in January; the following day", FRIDAY, "open"),
    ("year_before", "in May 2024; in the same month last year", FRIDAY,
     "2023-05-01..2023-05-31"),
    ("year_before", "in May 2024; in the same period a year earlier", FRIDAY,
     "2023-05-01..2023-05-31"),
    ("since_anchor", "on 3 May 2024; since then", FRIDAY, "2024-05-03..2025-02-07"),
    ("anchor", "in May 2024; in the same period", FRIDAY, "2024-05-01..2024-05-31"),
    ("anchor", "in May 2024; in June; over those two months", FRIDAY, "2024-05-01..2024-06-30"),
    ("nth_like", "in the second quarter of 2024; double the 640 of the first", FRIDAY,
     "2024-01-01..2024-03-31"),
    ("in_all", "in May 2024; in June; in the two months", FRIDAY, "2024-05-01..2024-06-30"),
    ("in_all", "in May 2024; in July; over the two months together", FRIDAY, "open"),
    ("in_all", "in the first quarter of 2024; in the second; in the six months together", FRIDAY,
     "2024-01-01..2024-06-30"),
    ("last_told", "in May 2024; in 2024; over the month", FRIDAY, "2024-05-01..2024-05-31"),
    ("end_of_month", "in May 2024; at the end of that month", FRIDAY, "2024-05-31"),
    # what words leave open
    ("vague", "in recent weeks", FRIDAY, "open"),
    ("vague", "in late January", FRIDAY, "open"),
    ("vague", "last summer", FRIDAY, "open"),
    ("vague", "in early 2024", FRIDAY, "open"),
    ("vague", "overnight", FRIDAY, "open"),
    ("vague", "in the past few weeks", FRIDAY, "open"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "words", "published", "expected"),
    CASES,
    ids=[f"{words} ({published})" for _, words, published, _ in CASES],
)
def test_meaning(rule: str, words: str, published: str, expected: str) -> None:
    assert rule in RULES
    found = spans(f"It happened {words}.", published)
    assert found, "no period seen"
    assert found[-1] == expected


@pytest.mark.parametrize(
    "words",
    ["on 31 June", "on 30 February 2024", "on 29 February 2023", "on 31.02.2024", "on 40.01.2024",
     "on 2024-13-01", "on 32 May 0000"],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_no_day(words: str) -> None:
    assert not any(m.period.unit == "day" and m.period.start for m in mentions(f"It fell {words}."))


@pytest.mark.parametrize(
    "words",
    ["It may fall.", "They march on.", "The mayor said so.", "He will august it.",
     "120 km from there", "a 2024 km road", "5 of 12 villages", "Q is a letter."],
)  # fmt: skip
def test_no_period_is_seen_in_other_words(words: str) -> None:
    assert spans(words) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2023 the front moved. In May it stopped.", "2023-05-01..2023-05-31"),
        ("In May 2022 it took two. In June it took ten.", "2022-06-01..2022-06-30"),
        ("It was 1943. In July they attacked.", "1943-07-01..1943-07-31"),
        # a month that has just passed is told without its year, whatever stood nearby
        ("In 2022 the front moved. In January it stopped.", "2025-01-01..2025-01-31"),
        (
            "They attacked in the spring of 1917. By 31 July they had ten miles.",
            "1917-07-31",
        ),
    ],
)
def test_the_year_of_a_month_comes_from_the_sentences_nearby(text: str, expected: str) -> None:
    assert spans(text)[-1] == expected


def test_a_span_that_runs_ends_on_the_day_of_publication() -> None:
    assert spans("in 2025", "2025-12-31") == ["2025-01-01..2025-12-31"]
    assert spans("in 2025", "2025-01-01") == ["2025-01-01"]
    assert spans("in February", "2024-02-28") == ["2024-02-01..2024-02-28"]


def test_several_periods_of_a_sentence_come_in_order() -> None:
    text = "It took 5 in May 2024, 6 in June and 7 since 1 July, against 2 last week."
    assert spans(text) == [
        "2024-05-01..2024-05-31",
        "2024-06-01..2024-06-30",
        "2024-07-01..2025-02-07",
        "2025-01-27..2025-02-02",
    ]


def test_what_a_period_rests_on_is_told() -> None:
    basis = {m.rule: m.period.basis for m in mentions("It took 5 in May 2024 and 6 last week.")}
    assert basis == {"month": "explicit", "last": "relative"}


def test_a_day_is_a_point_and_a_month_is_none() -> None:
    assert [m.period.point for m in mentions("On 3 May 2024, and in June 2024.")] == [True, False]


WORDS = (
    "last week|this week|the past week|last month|this month|the past month|last year|this year"
    "|yesterday|today|on Monday|over the weekend|in January|in February|in December|on 29 May"
    "|on 31 December|in the first quarter|in the fourth quarter|since 6 August|since the start"
    " of the year|in the past 24 hours|in the past 48 hours|between 28 December and 5 January"
    "|in the last week of last month|in the first ten days of this month|the week to 2 February"
    "|in December and January|since Monday|in the past three weeks|three days ago|last quarter"
).split("|")


@settings(max_examples=300)
@given(st.sampled_from(WORDS), st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)))
def test_a_period_of_the_past_is_begun_and_in_order(words: str, published: dt.date) -> None:
    found = mentions(f"It took five {words}.", published)
    assert found
    period = found[-1].period
    assert period.start is not None
    assert period.end is not None
    assert period.start <= period.end <= published
    assert (published - period.start).days <= 800


@settings(max_examples=100)
@given(st.dates(dt.date(1990, 1, 1), dt.date(2060, 12, 31)))
def test_weeks_and_months_are_whole(published: dt.date) -> None:
    [week] = mentions("last week", published)
    assert week.period.start is not None
    assert week.period.end is not None
    assert week.period.start.weekday() == 0
    assert (week.period.end - week.period.start).days == 6
    assert 1 <= (published - week.period.end).days <= 7
    [month] = mentions("last month", published)
    assert month.period.start is not None
    assert month.period.end is not None
    assert month.period.start.day == 1
    assert (month.period.end + dt.timedelta(days=1)) == published.replace(day=1)


@settings(max_examples=100)
@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(-60, 60))
def test_months_are_added_by_the_calendar(day: dt.date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == min(day.day, month_span(moved.year, moved.month)[1].day)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("7 February 2025", "2025-02-07"),
        ("February 7, 2025", "2025-02-07"),
        ("Friday, 7 February 2025", "2025-02-07"),
        ("Published on 7 Feb. 2025", "2025-02-07"),
        ("07.02.2025", "2025-02-07"),
        ("2025-02-07", "2025-02-07"),
        ("7 February", None),
        ("February 2025", None),
        ("7 February 2025, Kyiv took a town", None),
        ("7 February 2025 and 8 February 2025", None),
        ("", None),
        ("A headline", None),
    ],
)
def test_a_line_that_holds_a_date_alone(line: str, expected: str | None) -> None:
    found = date_alone(line, language("en"))
    assert found == (None if expected is None else dt.date.fromisoformat(expected))


def test_every_rule_that_english_uses_has_a_case() -> None:
    used = {cells[2] for _, cells in rows("languages/en.tsv") if cells[0] == "date"}
    told = {rule for rule, *_ in CASES}
    inside = {"weekend_of", "both", "vague"}
    assert used - told - inside <= {"decade", "season", "from_start", "by_end"}
