"""One sentence per construction: who took, lost or holds what, when, and what is left out and why."""

from __future__ import annotations

import datetime as dt

import pytest

from territorial.records import Report
from territorial.text import exclusions
from territorial.text.reader import Seen, explain_records, read_records

PUBLISHED = dt.date(2025, 2, 7)
JANUARY = "2025-01"


def read(text: str, **options) -> list[Report]:
    return read_records(text, published=PUBLISHED, lang="en", **options)


def explained(text: str) -> list[Seen]:
    return explain_records(text, published=PUBLISHED, lang="en")


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Quote, kind and party of each report that repeats no other."""
    return [(r.quote or "", r.kind, r.party) for r in read(text) if r.restates is None]


# -- party, kind, voice -------------------------------------------------------

ONE = {
    # active
    "take": ("Russia took 40 sq km in January.", "gain", "russia"),
    "capture": ("Russian forces captured 12 villages in January.", "gain", "russia"),
    "seize": ("M23 rebels seized two towns in North Kivu in January.", "gain", "m23"),
    "liberate": ("Ukraine liberated 40 sq km in January.", "gain", "ukraine"),
    "retake": ("Kyiv retook 40 sq km in January.", "gain", "ukraine"),
    "occupy for a span": ("Russia occupied 40 sq km in January.", "gain", "russia"),
    "perfect": ("Russia has captured 40 sq km since 1 January.", "gain", "russia"),
    "bring under control": (
        "Russian forces brought 12 villages under their control in January.", "gain", "russia",
    ),
    "advance": ("Russian troops advanced 4 km in January.", "gain", "russia"),
    "widen": ("Ukraine widened its foothold in Kursk by three miles this week.", "gain", "ukraine"),
    "push back": ("Ukraine pushed Russian forces back three miles in January.", "gain", "ukraine"),
    "lose": ("Ukraine lost 40 sq km in January.", "loss", "ukraine"),
    "give up": ("Ukraine gave up 40 sq km in January.", "loss", "ukraine"),
    "retreat": ("Ukraine's forces retreated two miles in January.", "loss", "ukraine"),
    "withdraw": ("Russian forces withdrew from 40 sq km in January.", "loss", "russia"),
    "hold": ("Russia holds 112,000 sq km.", "control", "russia"),
    "control": ("Russia controls 112,000 sq km.", "control", "russia"),
    "occupy now": ("Russia occupies 18 percent of Ukraine.", "control", "russia"),
    # passive
    "captured by": ("12 villages were captured by Russian forces in January.", "gain", "russia"),
    "liberated by": ("Forty sq km were liberated by Ukraine in January.", "gain", "ukraine"),
    "seized from": ("40 sq km were seized from Ukraine in January.", "gain", "russia"),
    "pushed back": ("Russian forces were pushed back three miles in January.", "loss", "russia"),
    "driven back": ("The Russians were driven back 5 kilometres in January.", "loss", "russia"),
    "forced out": ("Ukraine's army was forced out of three villages in May.", "loss", "ukraine"),
    # nouns
    "gains of": ("Russian gains of 40 sq km in January were small.", "gain", "russia"),
    "net gain was": ("Russia's net gain in January was 40 sq km.", "gain", "russia"),
    "loss of": ("The loss of 40 sq km by Ukraine in January was heavy.", "loss", "ukraine"),
    "losses with a colon": ("Russia's losses: five villages in January.", "loss", "russia"),
    "a sign": ("Russia +38 km² in January.", "gain", "russia"),
    "minus": ("Russia -38 km² in January.", "loss", "russia"),
    # to whom it fell
    "fell to": ("Five villages fell to Russia in January.", "gain", "russia"),
    "into hands": ("Five villages passed into Russian hands in January.", "gain", "russia"),
    "came under": ("Two villages came under Russian control in January.", "gain", "russia"),
    "is under": ("112,000 sq km are under Russian control.", "control", "russia"),
    # names of parties
    "capital": ("Moscow took 40 sq km in January.", "gain", "russia"),
    "government": ("The Kremlin's troops took 40 sq km in January.", "gain", "russia"),
    "people": ("The Ukrainians took 40 sq km in January.", "gain", "ukraine"),
    "another's army": ("The Turkish army took 12 villages last week.", "gain", "turkey"),
    "the army of a war": ("The Syrian army retook 40 sq km in January.", "gain", "syria"),
    "acronym": ("RSF fighters seized three towns in Darfur in January.", "gain", "rsf"),
    "history": ("In 1943 the Soviet army freed 40 villages in July.", "gain", "ussr"),
    "islamic state": ("Islamic State lost 14 percent of its territory in 2015.", "loss", "isis"),
    # who says it is not who does it
    "said at the end": ("Russia took 40 sq km in May, the ministry in Kyiv said.", "gain", "russia"),
    "according to": ("According to Kyiv, Russia took 40 sq km in January.", "gain", "russia"),
    "said that": ("Kyiv said Russian troops had captured 40 sq km in May.", "gain", "russia"),
    "said it had": ("Ukraine said it had recaptured 40 sq km in January.", "gain", "ukraine"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "party"), ONE.values(), ids=ONE)
def test_party_and_kind(text: str, kind: str, party: str) -> None:
    [report] = read(text)
    assert (report.kind, report.party) == (kind, party)
    assert report.conflict is not None


COUNTERPARTIES = {
    "lost to": ("Ukraine lost 40 sq km to Russia in January.", "ukraine", "russia"),
    "seized from": ("Russia seized 40 sq km from Ukraine in January.", "russia", "ukraine"),
    "pushed": ("Ukraine pushed Russian forces back three miles in May.", "ukraine", "russia"),
}


@pytest.mark.parametrize(("text", "party", "other"), COUNTERPARTIES.values(), ids=COUNTERPARTIES)
def test_counterparty(text: str, party: str, other: str) -> None:
    [report] = read(text)
    assert (report.party, report.counterparty) == (party, other)


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Russia's net gain in January was 40 sq km.", "net"),
        ("Russia made gross gains of 40 sq km in January.", "gross"),
        ("Russia took 40 sq km in January.", "unstated"),
    ],
)
def test_basis(text: str, basis: str) -> None:
    [report] = read(text)
    assert report.basis == basis


# -- several figures in a sentence --------------------------------------------

SEVERAL = {
    "two sides": (
        "Russia took 320 sq km in January while Ukraine took 20 sq km.",
        [("320 sq km", "gain", "russia"), ("20 sq km", "gain", "ukraine")],
    ),
    "gain and loss": (
        "Russia gained 40 sq km and lost 12 sq km in January.",
        [("40 sq km", "gain", "russia"), ("12 sq km", "loss", "russia")],
    ),
    "a subject without its verb": (
        "Russia has seized 183 square miles and Ukraine 139 in January.",
        [("183 square miles", "gain", "russia"), ("139", "gain", "ukraine")],
    ),
    "villages and towns": (
        "Russia captured twelve villages and three towns in January.",
        [("twelve villages", "gain", "russia"), ("three towns", "gain", "russia")],
    ),
    "a unit left out": (
        "Russia took five settlements in Donetsk region and eight in Kherson region in January.",
        [("five settlements", "gain", "russia"), ("eight", "gain", "russia")],
    ),
    "a whole and its part": (
        "Russia now controls a fifth of Ukraine, including 70% of Donetsk region.",
        [("a fifth", "control", "russia"), ("70%", "control", "russia")],
    ),
    "a month beside another": (
        "Russia took 320 sq km in January, against 400 sq km in December.",
        [("320 sq km", "gain", "russia"), ("400 sq km", "gain", "russia")],
    ),
    "an advance along a front": (
        "Russian troops advanced 2 km along a 40 km front last week.",
        [("2 km", "gain", "russia")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SEVERAL.values(), ids=SEVERAL)
def test_several_figures(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


def test_a_month_beside_another_keeps_its_own_period() -> None:
    first, second = read("Russia took 320 sq km in January, against 400 sq km in December.")
    assert (first.start, first.end) == (dt.date(2025, 1, 1), dt.date(2025, 1, 31))
    assert (second.start, second.end) == (dt.date(2024, 12, 1), dt.date(2024, 12, 31))


def test_respectively_gives_each_its_own_month() -> None:
    reports = read("In June, July and August 2024 Russia took 130, 148 and 350 sq km respectively.")
    assert [(r.value, r.unit, str(r.start)[:7]) for r in reports] == [
        (130, "km^2", "2024-06"),
        (148, "km^2", "2024-07"),
        (350, "km^2", "2024-08"),
    ]


# -- restatements -------------------------------------------------------------

RESTATED = {
    "brackets": ("Russia took 320 sq km (124 sq mi) in January.", "124 sq mi"),
    "brackets with a hedge": (
        "Russia took 320 sq km (about 124 square miles) in January.",
        "124 square miles",
    ),
    "or": ("Russia took 320 sq km, or 124 square miles, in January.", "124 square miles"),
    "that is": ("Russia took 320 sq km, that is 32,000 hectares, in January.", "32,000 hectares"),
    "as a share": ("Russia took 320 sq km, or 0.05% of Ukraine, in January.", "0.05%"),
    "a share in km²": ("Russia holds about 20% of Ukraine (some 112,000 sq km).", "112,000 sq km"),
    "a length": ("Russian forces advanced 5 km (3.1 miles) in January.", "3.1 miles"),
}


@pytest.mark.parametrize(("text", "echo"), RESTATED.values(), ids=RESTATED)
def test_restatements_point_to_what_they_restate(text: str, echo: str) -> None:
    first, second = read(text)
    assert first.restates is None
    assert second.quote == echo
    assert second.restates == first.report_id
    for field in ("kind", "party", "start", "end"):
        assert getattr(second, field) == getattr(first, field)


def test_each_of_two_figures_has_its_own_restatement() -> None:
    a, b, c, d = read(
        "Russia took 320 sq km (124 sq mi) in January and 400 (154 sq mi) in December."
    )
    assert (b.restates, d.restates) == (a.report_id, c.report_id)


def test_the_same_figure_told_again_is_a_restatement() -> None:
    first, second = read(
        "Russia took 320 sq km in January.\n\nA map shows it.\n\nRussia took 320 sq km in January."
    )
    assert second.restates == first.report_id
    assert second.report_id != first.report_id


def test_another_amount_in_another_unit_is_no_restatement() -> None:
    reports = read("Russia took 320 sq km in January and 500 square miles in December.")
    assert [report.restates for report in reports] == [None, None]


# -- periods of reports -------------------------------------------------------

PERIODS = {
    "month": ("Russia took 40 sq km in January.", "2025-01-01", "2025-01-31", "explicit"),
    "this week": ("Russia took 40 sq km this week.", "2025-02-01", "2025-02-07", "relative"),
    "last week": ("Russia took 40 sq km last week.", "2025-01-27", "2025-02-02", "relative"),
    "past day": ("Russia took 4 sq km in the past 24 hours.", "2025-02-07", "2025-02-07",
                 "relative"),
    "since": ("Russia took 40 sq km since 6 August.", "2024-08-06", "2025-02-07", "explicit"),
    "at the front": ("In January, Russia took 40 sq km.", "2025-01-01", "2025-01-31", "explicit"),
    "day of speech": ("Analysts said on Monday that Russia took 40 sq km in January.",
                      "2025-01-01", "2025-01-31", "explicit"),
    "sentence before": ("January was slow. Russia took only 40 sq km.", "2025-01-01",
                        "2025-01-31", "explicit"),
    "held now": ("Russia holds 112,000 sq km.", "2025-02-07", "2025-02-07", "published"),
    "held on a day": ("Ukraine held 1,180 sq km in Kursk on 20 August 2024.", "2024-08-20",
                      "2024-08-20", "explicit"),
    "open": ("Russia takes 40 sq km.", None, None, None),
    "vague": ("Russia took 40 sq km in recent weeks.", None, None, None),
    "year of the sentence before": ("In 2023 Ukraine struck back. In June it took 40 sq km.",
                                    "2023-06-01", "2023-06-30", "context"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "start", "end", "basis"), PERIODS.values(), ids=PERIODS)
def test_periods(text: str, start: str | None, end: str | None, basis: str | None) -> None:
    [report] = read(text)
    assert (report.start and str(report.start), report.end and str(report.end)) == (start, end)
    assert report.period_basis == basis


# -- what earlier sentences say -----------------------------------------------


def test_a_pronoun_takes_up_the_party_of_the_sentence_before() -> None:
    text = "Russian forces took 40 sq km in January. They also took three villages."
    first, second = read(text)
    assert (second.party, second.kind, second.start) == ("russia", "gain", first.start)


def test_a_new_subject_replaces_the_old() -> None:
    assert told("Russia made no progress in January. Ukraine took 40 sq km.") == [
        ("40 sq km", "gain", "ukraine")
    ]


def test_rows_under_a_heading_belong_to_it() -> None:
    text = "Russian gains in January:\n- Donetsk region: 193 km²\n- Kharkiv region: 41 km²"
    assert [(r.value, r.kind, r.party, str(r.start)[:7]) for r in read(text)] == [
        (193, "gain", "russia", JANUARY),
        (41, "gain", "russia", JANUARY),
    ]


def test_place_and_attribution_are_told_as_named() -> None:
    [report] = read("According to Kyiv, Russia took 40 sq km in Donetsk region in January.")
    assert report.place == "Donetsk region"
    assert report.attribution == "Kyiv"


def test_the_place_of_a_part_is_not_that_of_the_whole() -> None:
    text = "Russia took 180 sq km in January, of which more than 70 sq km near Pokrovsk."
    assert [(r.quote, r.place) for r in read(text)] == [
        ("180 sq km", None),
        ("70 sq km", "Pokrovsk"),
    ]
    text = "В январе российские войска заняли 180 кв. км, из них 70 кв. км — под Покровском."
    reports = read_records(text, published=PUBLISHED, lang="ru")
    assert [r.place for r in reports] == [None, "Покровском"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Sudan's army took 40 villages in January. The RSF holds four of Darfur's five capitals."),
        ("en", "Sudan's army took 40 villages in January. The RSF holds four of the 5 capitals."),
        ("ru", "Суданская армия заняла 40 кв. км. СБП удерживают четыре из пяти столиц Дарфура."),
        ("uk", "Суданська армія зайняла 40 кв. км. СШП утримують чотири з п'яти столиць Дарфуру."),
    ],
)  # fmt: skip
def test_a_number_out_of_others_takes_no_unit_from_elsewhere(lang: str, text: str) -> None:
    [report] = read_records(text, published=PUBLISHED, lang=lang)
    assert report.value == 40


def test_a_number_out_of_all_settlements_keeps_its_unit() -> None:
    text = "Ukraine lost 40 villages in January. Russia took four of the 12 in Donetsk region."
    assert [r.value for r in read(text)] == [40, 4]
    [report] = read("The army holds nine of Rakhine's 17 townships.")
    assert (report.value, report.unit) == (9, "district")


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("", PUBLISHED),
        ("on 3 May 2024 ", dt.date(2024, 5, 3)),
        ("in May 2024 ", None),  # held in a month gone by: on which of its days is not told
    ],
)
def test_a_share_that_is_ours_is_held_on_a_day(when: str, day: dt.date | None) -> None:
    [report] = read(f"Kyiv said that {when}80% of Robotyne was ours.")
    assert (report.kind, report.party) == ("control", "ukraine")
    assert (report.start, report.end) == (day, day)


# -- what is left out, and why ------------------------------------------------

LEFT_OUT = {
    "distance": ("The town lies 40 km from the border.", exclusions.DISTANCE),
    "front": ("The front line is 1,000 km long and Russia holds it.", exclusions.DISTANCE),
    "range": ("Russia fired missiles with a range of 300 km.", exclusions.DISTANCE),
    "zone": ("A buffer zone 15 km deep lies on the border.", exclusions.DISTANCE),
    "size of a region": ("Kursk region covers 29,800 sq km.", exclusions.SIZE),
    "larger than": (
        "An area larger than Luxembourg (2,586 sq km) was lost by Ukraine in 2024.",
        exclusions.SIZE,
    ),
    "fire": ("A fire burned 40 sq km of forest near Kyiv.", None),
    "mines": ("Mines cover 139,000 sq km of Ukraine.", None),
    "shelling": ("Russia shelled 12 villages on Monday.", None),
    "evacuation": ("Twelve villages in Ukraine were evacuated on Monday.", None),
    "voters": ("The party won 40 percent of the vote in Ukraine.", exclusions.SHARE),
    "army": ("About 30 percent of the army was lost by Russia.", exclusions.SHARE),
    "share of a gain": ("Russia took 60 percent of its January gains there.", exclusions.SHARE),
    "more": ("Russia took 27% more in January.", exclusions.COMPARISON),
    "less than": ("Russia took 88 sq km less than in December.", exclusions.COMPARISON),
    "rose by": ("Russia's gains rose by 30 percent in January.", exclusions.COMPARISON),
    "plan": ("Russia plans to take 40 sq km in March.", exclusions.PLANNED),
    "would": ("Russia would take 40 sq km in March.", exclusions.PLANNED),
    "could": ("Russia could take 40 sq km in March.", exclusions.PLANNED),
    "condition": ("If Russia took 40 sq km, Kyiv would fall.", exclusions.PLANNED),
    "failure": ("Russia failed to take 40 sq km in January.", exclusions.PLANNED),
    "denial": ("Russia did not take 40 sq km in January.", exclusions.PLANNED),
    "never": ("Russia never captured five villages in January.", exclusions.PLANNED),
    "nobody": ("The army took 40 sq km.", exclusions.NO_PARTY),
    "no verb": ("Forty square kilometres of Ukraine changed.", exclusions.NO_VERB),
    "contested": ("Some 40 percent of the area is contested.", None),
}


@pytest.mark.parametrize(("text", "reason"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_left_out_says_why(text: str, reason: str | None) -> None:
    [seen] = explained(text)
    assert seen.report is None
    assert seen.reason
    if reason is not None:
        assert seen.reason == reason


@pytest.mark.parametrize(
    "text",
    ["Russia took $320 million in January.", "Kyiv was hit by 12 drones on 7 February 2025.",
     "The president spoke for 40 minutes.", "Ukraine", "", "12", "km²", "320 km²"],
)  # fmt: skip
def test_text_without_a_figure_of_territory_gives_no_report(text: str) -> None:
    assert read(text) == []


def test_what_is_left_out_beside_a_report_does_not_hide_it() -> None:
    text = "Russian troops advanced 2 km toward the town, which lies 40 km from the border, in May."
    assert [(seen.quote, seen.report is not None) for seen in explained(text)] == [
        ("2 km", True),
        ("40 km", False),
    ]


def test_explain_names_the_words_that_decided() -> None:
    [seen] = explained("Russia captured 40 sq km in January.")
    assert seen.predicate == "captured"
    assert seen.sentence == "Russia captured 40 sq km in January."


# -- the record ---------------------------------------------------------------


def test_where_the_text_stood_is_kept() -> None:
    [report] = read(
        "Russia took 40 sq km in January.", document="a1", publisher="A paper", url="https://a.example"
    )  # fmt: skip
    assert (report.document, report.publisher, report.url) == ("a1", "A paper", "https://a.example")
    assert report.published == PUBLISHED
    assert report.sentence == "Russia took 40 sq km in January."


def test_ids_depend_on_the_text_alone() -> None:
    text = "Russia took 40 sq km in January. Ukraine took 3 sq km."
    ids = [report.report_id for report in read(text)]
    assert ids == [report.report_id for report in read(text, document="other", url="u")]
    assert ids != [report.report_id for report in read(text + " And more.")]


def test_the_conflict_can_be_given() -> None:
    text = "Government forces took 40 sq km in January."
    [report] = read(text, conflict="syria")
    assert (report.conflict, report.party) == ("syria", "syria")


def test_values_stand_in_the_unit_of_the_text() -> None:
    [report] = read("Russia took 123.5 square miles in January.")
    assert (report.value, report.unit) == (123.5, "mi^2")


def test_that_compares_with() -> None:
    text = "Russia took 320 sq km in January. That compares with 400 sq km in December."
    assert told(text) == [("320 sq km", "gain", "russia"), ("400 sq km", "gain", "russia")]


def test_a_relative_clause_between_subject_and_verb() -> None:
    text = "Russia, which did not take Kyiv, took 40 sq km in January."
    assert told(text) == [("40 sq km", "gain", "russia")]
