"""Any text is read without an error, and what comes back keeps the promises of a record."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from territorial import units
from territorial.errors import TerritorialError
from territorial.records import KINDS, MEASURES, PERIOD_BASES, PERS, QUALIFIERS, Report
from territorial.text.language import detect, languages
from territorial.text.reader import Seen, explain_records, read_records
from territorial.text.tokens import sentences, tokenize

FRAGMENTS = {
    "en": """
        Russia|Russian forces|Ukraine|Kyiv|Moscow's troops|Kremlin|the army|it|they|Syrian rebels
        |took|seized|lost|gained|captured|advanced|were pushed back|holds|controls|was taken by
        |liberated|retreated|under Ukrainian control|fell to|net gain of|occupies|said|reported
        |according to|would|plans to|if|while|but|and|or|of|in|on|from|to|by|between|since|until
        |320|1,539|4.310|1 080|0|00|1/2|3/4|5/0|1e9|12.5|7-9|10–12|+38|-5|99999999999999999999
        |one|two and a half|half a|dozen|thousand|million|a third|two-thirds|forty-one|hundred
        |about|more than|up to|nearly|at least|between|less than|or more|only|dozens of
        |sq km|km²|square miles|km|miles|hectares|acres|percent|%|settlements|villages|towns
        |districts|a day|per week|monthly|of the territory|of Ukraine|of the province|from Kursk
        |January|Feb.|May|in November|30 February|31 June|29 February|2024|2025|1943|0000|9999
        |last week|this month|yesterday|the past 24 hours|the third quarter|Q2|a year earlier
        |since 6 August|over the weekend|on Monday|03.12.2024|31.02.2025|2024-12-03|32 May
        |the first 30 days of|the last week of|the same period|respectively|(|)|,|.|;|:|—|–|-|"
        |“|”|'|?|!|…|•|[1]|*|/|$|\t|\n|\n\n
    """,
    "uk": """
        Росія|росіяни|ворог|Україна|ЗСУ|захопили|звільнили|втратили|просунулися на|контролює
        |окупувала|під контролем|за даними|близько|понад|майже|до|від|між|пів|півтори|п'ять|тисяч
        |сто двадцять|тис.|км²|кв. км|квадратних кілометрів|га|відсотків|%|населених пунктів|сіл
        |за добу|на тиждень|у січні|торік|минулого місяця|за минулий тиждень|з 6 серпня|у 2024 році
        |перший квартал|відтоді|щодня|і|та|або|але|якщо|5|12,5|1 200|03.12.2024|31.02.2025|,|.|;|—|(|)
    """,
    "ru": """
        Россия|россияне|противник|Украина|ВСУ|захватили|освободили|потеряли|продвинулись на
        |контролирует|под контролем|по данным|около|более|почти|до|от|между|пол|полтора десятка|пять
        |тысяч|сто двадцать|тыс.|км²|кв. км|квадратных километров|га|процентов|%|населённых пунктов
        |сёл|за сутки|в неделю|в январе|в прошлом году|в прошлом месяце|с 6 августа|в 2024 году
        |первый квартал|с тех пор|ежедневно|и|или|но|если|5|12,5|1 200|03.12.2024|31.02.2025|,|.|;|—|(|)
    """,
}
PIECES = {
    lang: [piece.replace("\\t", "\t").replace("\\n", "\n") for piece in
           (cell.strip() for cell in text.split("|")) if piece]
    for lang, text in FRAGMENTS.items()
}  # fmt: skip
LANGUAGES = [code for code in PIECES if code in languages()]
# Subjects, verbs, hedges, numbers, units and what follows: sentences that mostly are reports.
ROLES = {
    "en": (
        "Russia|Ukraine|It|Russian forces|Kyiv's troops|According to Moscow, Ukraine",
        "took|lost|holds|advanced|did not take|has occupied|withdrew from|liberated another",
        "|about|more than|nearly|up to|between|a total of|from",
        (
            "5|320|1,539|1 080|12.5|7-9|10 to 12|one|forty-one|two and a half thousand|half a|a third|5 or 6"
            "|half a dozen|0.4|1/3|5, 8 and 13|a couple of|+38|40 and 60"
        ),
        (
            "km²|sq miles|square kilometres (120 square miles)|km|hectares|percent of Ukraine|settlements"
            "|villages and two towns|of the country|km² a day|villages (or 12% of the district)|"
        ),
        (
            "|in January|last week|since 6 August|in the first 30 days of May 2024|on Monday|by 1 March"
            "|and eight in Kherson|compared with 400 in December|from Russia|a year earlier|or more"
            "|in June, July and August respectively|, of which 20 in May|and 12 km deep|; Ukraine 40"
        ),
    ),
    "uk": (
        "Росія|Україна|Ворог|Росіяни|ЗСУ|За даними Києва, росіяни",
        "захопили|втратили|контролюють|просунулися на|звільнили ще|окупували|відступили на",
        "|близько|понад|майже|до|від|між|ще",
        "5|320|1 080|12,5|7–9|10 до 12|один|сорок один|дві з половиною тисячі|пів|третину|півтори",
        "км²|кв. км|квадратних кілометрів|км|га|тис. га|% України|населених пунктів|сіл|",
        (
            "|у січні|минулого тижня|з 6 серпня|за добу|торік|у понеділок|проти 400 у грудні"
            "|і вісім на Херсонщині|станом на 1 березня|на день"
        ),
    ),
    "ru": (
        "Россия|Украина|Противник|Российские войска|ВСУ|По данным Киева, россияне",
        "захватили|потеряли|контролируют|продвинулись на|освободили ещё|заняли|отступили на",
        "|около|более|почти|до|от|между|ещё",
        "5|320|1 080|12,5|7–9|от 10 до 12|один|сорок один|две с половиной тысячи|пол|треть|полтора",
        "км²|кв. км|квадратных километров|км|га|тыс. га|% Украины|населённых пунктов|сёл|",
        (
            "|в январе|на прошлой неделе|с 6 августа|за сутки|в прошлом году|против 400 в декабре"
            "|и восемь в Херсонской области|на 1 марта|в день"
        ),
    ),
}
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)) | st.sampled_from(
    [dt.date(2024, 2, 29), dt.date(2025, 1, 1), dt.date(2024, 12, 31), dt.date(2025, 3, 31)]
)


@st.composite
def written(draw: st.DrawFn) -> str:
    """Pieces of what articles hold, in any order, sometimes of two scripts."""
    lang = draw(st.sampled_from(LANGUAGES))
    pieces = PIECES[lang]
    if draw(st.integers(0, 4)) == 0:
        pieces = [*pieces, *PIECES[draw(st.sampled_from(list(PIECES)))]]
    chosen = draw(st.lists(st.sampled_from(pieces), min_size=2, max_size=40))
    gaps = draw(
        st.lists(st.sampled_from([" ", " ", " ", " ", "", "\u00a0", "  ", "\n"]), min_size=1)
    )
    return "".join(piece + gap for piece, gap in zip(chosen, itertools.cycle(gaps), strict=False))


@st.composite
def reported(draw: st.DrawFn) -> str:
    """Sentences that say who took what and when, well or badly."""
    roles = [role.split("|") for role in ROLES[draw(st.sampled_from(LANGUAGES))]]
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        words = [draw(st.sampled_from(role)) for role in roles]
        parts.append(" ".join(word for word in words if word))
        parts.append(draw(st.sampled_from([". ", ". ", ", and ", "; ", " — ", "\n", "\n\n"])))
    return "".join(parts)


PASSAGES = [
    json.loads(line)["text"].split(" ")
    for path in sorted((Path(__file__).parent / "passages").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]


@st.composite
def spliced(draw: st.DrawFn) -> str:
    """Passages as articles have them, cut anywhere, words left out, two put together."""
    words: list[str] = []
    for _ in range(draw(st.integers(1, 2))):
        passage = PASSAGES[draw(st.integers(0, len(PASSAGES) - 1))]
        first = draw(st.integers(0, len(passage) - 1))
        words += passage[first : first + draw(st.integers(5, 80))]
    for at in draw(st.lists(st.integers(0, 200), max_size=6)):
        if words:
            words.pop(at % len(words))
    return " ".join(words)


def must_hold(text: str, seen: Seen) -> None:
    assert text[seen.span_start : seen.span_end] == seen.quote
    assert seen.quote.strip() == seen.quote
    assert seen.quote
    assert seen.quote in seen.sentence
    assert (seen.report is None) == (seen.reason is not None)


def report_must_hold(text: str, report: Report, published: dt.date) -> None:
    assert text[report.span_start : report.span_end] == report.quote
    assert report.value is not None
    assert 0 <= report.value < float("inf")
    if report.low is not None:
        assert report.low <= report.value
    if report.high is not None:
        assert report.value <= report.high
    assert (report.start is None) == (report.end is None)
    if report.start is not None and report.end is not None:
        assert report.start <= report.end
        assert report.kind != "control" or report.start == report.end
    assert (report.period_basis is None) == (report.start is None)
    assert report.measure in MEASURES
    assert report.unit is not None
    assert units.dimension(report.unit) == report.measure
    assert report.kind in KINDS
    assert report.qualifier in QUALIFIERS
    assert report.per is None or report.per in PERS
    assert report.period_basis is None or report.period_basis in PERIOD_BASES
    assert report.party
    assert report.counterparty != report.party
    assert report.published == published


def all_must_hold(text: str, published: dt.date, lang: str | None = None) -> None:
    seen = explain_records(text, published=published, lang=lang)
    for one in seen:
        must_hold(text, one)
    reports = read_records(text, published=published, lang=lang)
    # the same text gives the same reports, whether or not reasons are asked for
    assert reports == [one.report for one in seen if one.report is not None]
    ids = [report.report_id for report in reports]
    assert len(set(ids)) == len(ids)
    spans = [(one.span_start, one.span_end) for one in seen]
    assert spans == sorted(spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    told: set[str] = set()
    for report in reports:
        report_must_hold(text, report, published)
        assert report.restates is None or report.restates in told  # only what came before
        told.add(report.report_id)


@settings(max_examples=300)
@given(reported(), DAYS)
def test_sentences_that_report(text: str, published: dt.date) -> None:
    all_must_hold(text, published, detect(text))


@settings(max_examples=300)
@given(spliced(), DAYS)
def test_passages_cut_and_put_together(text: str, published: dt.date) -> None:
    all_must_hold(text, published, detect(text))


@settings(max_examples=200)
@given(written(), DAYS)
def test_texts_made_of_what_articles_hold(text: str, published: dt.date) -> None:
    all_must_hold(text, published, detect(text))


@settings(max_examples=150)
@given(st.text(max_size=200), DAYS, st.sampled_from(LANGUAGES))
@example("\x00\ud800 5 km", dt.date(2025, 2, 7), "en")
@example("１２３ km²", dt.date(2025, 2, 7), "en")
@example("Russia took ٣٢٠ km² in January.", dt.date(2025, 2, 7), "en")
@example("Russia took ² km² in January.", dt.date(2025, 2, 7), "en")
@example("Russia took ½ km² in January.", dt.date(2025, 2, 7), "en")
@example("Russia took " + "9" * 400 + " km² in January.", dt.date(2025, 2, 7), "en")
@example("Russia took 0 km² in January.", dt.date(2025, 2, 7), "en")
@example("Russia took 5 km² in January 0000.", dt.date(2025, 2, 7), "en")
@example("İİİ took 5 km² ŉ ǰ", dt.date(2025, 2, 7), "en")
def test_any_text_at_all(text: str, published: dt.date, lang: str) -> None:
    all_must_hold(text, published, lang)


@settings(max_examples=100)
@given(written(), st.sampled_from([dt.date.min, dt.date.max, dt.date(1, 3, 1)]))
def test_the_edges_of_the_calendar(text: str, published: dt.date) -> None:
    all_must_hold(text, published, detect(text))


@settings(max_examples=100)
@given(st.text(max_size=300) | written())
def test_tokens_lie_in_order_and_hold_all_but_white_space(text: str) -> None:
    tokens = tokenize(text)
    at = 0
    for token in tokens:
        assert text[token.start : token.end] == token.text
        assert token.text
        assert not text[at : token.start].strip(" \t\r\u00a0\u2009\u202f") or all(
            sign.isspace() or sign == "_" for sign in text[at : token.start]
        )
        at = token.end
    found = sentences(tokens)
    assert all(first.last <= second.first for first, second in itertools.pairwise(found))
    assert all(sentence.first < sentence.last for sentence in found)


@settings(max_examples=50)
@given(st.text(max_size=100))
def test_any_text_has_a_language(text: str) -> None:
    assert detect(text) in {"en", "uk", "ru"}


@settings(max_examples=60)
@given(written(), st.text(max_size=8))
def test_a_conflict_or_language_that_is_not_listed_is_told(text: str, name: str) -> None:
    if name in languages():
        return
    with pytest.raises(TerritorialError, match="wanted a language"):
        read_records(text, published=dt.date(2025, 2, 7), lang=name or "-")


@settings(max_examples=60)
@given(written(), DAYS)
def test_what_stands_before_and_after_does_not_move_the_words(
    text: str, published: dt.date
) -> None:
    """A paragraph without figures shifts the spans and nothing else."""
    lang = detect(text)
    before = "\n\n"
    plain = explain_records(text, published=published, lang=lang)
    moved = explain_records(before + text + "\n\n", published=published, lang=lang)
    assert [one.quote for one in moved] == [one.quote for one in plain]
    shifts = {two.span_start - one.span_start for one, two in zip(plain, moved, strict=True)}
    assert shifts <= {len(before)}
