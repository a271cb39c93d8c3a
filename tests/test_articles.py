"""Files of running text: what is read, and what is said when it cannot be."""

from __future__ import annotations

import builtins
import datetime as dt
import io
import json
import warnings

import pandas as pd
import pytest

from territorial.errors import InputError, LexiconError, MissingExtraError, TerritorialWarning
from territorial.readers.articles import (
    article_records,
    explain_text,
    iter_passages,
    load_article,
    parse_text,
    passage_records,
    read_article,
    read_passages,
    text_records,
    told_day,
)

TEXT = "Russian forces took about 320 sq km in January.\n"
DAY = "2025-02-07"


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path."""

    def write(content, name="article.txt"):
        path = tmp_path / name
        if isinstance(content, str):
            content = content.encode("utf-8")
        path.write_bytes(content)
        return path

    return write


def message(call, *arguments, **options):
    with pytest.raises(InputError) as caught:
        call(*arguments, **options)
    return str(caught.value)


# -- a text ------------------------------------------------------------------


def test_a_text_becomes_a_table():
    table = parse_text(
        TEXT, published=DAY, document="a", publisher="A paper", url="https://x.example"
    )
    assert table.loc[0, ["value", "unit", "kind", "party", "qualifier"]].to_list() == [
        320.0,
        "km^2",
        "gain",
        "russia",
        "about",
    ]
    assert str(table.loc[0, "start"].date()) == "2025-01-01"
    assert table.loc[0, ["document", "publisher", "url"]].to_list() == [
        "a",
        "A paper",
        "https://x.example",
    ]


def test_a_text_without_figures_becomes_an_empty_table_with_all_columns():
    table = parse_text("Nothing moved.", published=DAY)
    assert len(table) == 0
    assert list(table.columns) == list(parse_text(TEXT, published=DAY).columns)


@pytest.mark.parametrize(
    "day",
    [DAY, "2025-02-07T10:30:00Z", dt.date(2025, 2, 7), dt.datetime(2025, 2, 7, 10, tzinfo=dt.UTC)],
)
def test_a_day_of_publication_in_any_form(day):
    [report] = text_records(TEXT, published=day)
    assert report.published == dt.date(2025, 2, 7)


@pytest.mark.parametrize("text", ["", "   ", "\n\t\n", "\u00a0"])
def test_an_empty_text_is_told(text):
    assert message(text_records, text, published=DAY) == (
        "wanted a text, given an empty one; pass the text of an article"
    )
    assert "an empty one" in message(explain_text, text, published=DAY)
    assert "an empty one" in message(parse_text, text, published=DAY)


@pytest.mark.parametrize(
    "day", ["soon", "07.02.2025", "2025-13-01", "2025-02-30", "", None, 20250207]
)
def test_a_day_that_is_none_is_told(day):
    told = message(text_records, TEXT, published=day)
    assert told.startswith("wanted published as a day such as 2025-02-07, given ")
    assert told.endswith("; write year, month and day")
    assert repr(day) in told


def test_a_day_in_the_future_is_told():
    ahead = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)
    expected = f"wanted a day of publication that has come, given {ahead}; check the year"
    assert message(text_records, TEXT, published=ahead) == expected
    assert message(text_records, TEXT, published=str(ahead)) == expected
    # where it is tomorrow already
    text_records(TEXT, published=dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1))


def test_an_unknown_conflict_or_language_is_told():
    with pytest.raises(LexiconError, match="given 'nowhere'; choose one of"):
        text_records(TEXT, published=DAY, conflict="nowhere")
    with pytest.raises(LexiconError, match="given 'xx'; choose one of"):
        text_records(TEXT, published=DAY, lang="xx")


def test_explain_tells_of_every_quantity():
    seen = explain_text(TEXT + "The town lies 40 km from the border.", published=DAY)
    assert [(one.quote, one.report is None) for one in seen] == [
        ("320 sq km", False),
        ("40 km", True),
    ]
    assert seen[1].reason


# -- a file ------------------------------------------------------------------


def test_a_file_is_read_with_its_name_as_document(file):
    table = read_article(file(TEXT), published=DAY)
    assert table["document"].to_list() == ["article.txt"]
    assert article_records(str(file(TEXT)), published=DAY)[0].quote == "320 sq km"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_with_a_mark(file, encoding):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    data = marks.get(encoding, b"") + ("Росія — " + TEXT).encode(encoding)
    article = load_article(file(data), published=DAY)
    assert article.text == "Росія — " + TEXT


def test_spans_count_characters_after_the_mark(file):
    [report] = article_records(file(("\ufeff" + TEXT).encode("utf-8")), published=DAY)
    assert TEXT[report.span_start : report.span_end] == report.quote


def test_no_day_of_publication_is_told(file):
    path = file(TEXT)
    assert message(read_article, path) == (
        f"{path}: wanted the day of publication, given none, and the text tells none near its"
        ' top; pass published="2025-02-07", or write a line "published: 2025-02-07" at the top'
    )


@pytest.mark.parametrize("key", ["published", "date"])
def test_a_day_in_the_future_in_the_file_is_told(file, key):
    path = file(f"{key}: 2199-01-01\n\n{TEXT}")
    assert message(read_article, path) == (
        f"{path}: wanted a day of publication that has come, given 2199-01-01; check the year"
    )


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"PK\x03\x04\x14\x00", b"\x00" * 100, b"\xff\xfe\x00"],
)
def test_a_binary_file_is_told(file, data):
    path = file(data)
    assert message(read_article, path, published=DAY) == (
        f"{path}: wanted a file of text, given a binary file;"
        " save the article as plain text or HTML"
    )


def test_another_encoding_is_told_with_its_place(file):
    path = file("Город взят".encode("cp1251"))
    assert message(read_article, path, published=DAY) == (
        f"{path}: wanted text in UTF-8, given byte 0xc3 at position 0; save the file as UTF-8"
    )


def test_the_place_of_a_bad_byte_counts_from_the_start_of_the_file(file):
    told = message(load_article, file(b"\xef\xbb\xbfIn \xff"), published=DAY)
    assert "byte 0xff at position 6" in told


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n"])
def test_an_empty_file_is_told(file, data):
    path = file(data)
    assert message(read_article, path, published=DAY) == (
        f"{path}: wanted a text, given an empty one; pass the text of an article"
    )


def test_a_file_that_is_not_there_is_told(tmp_path):
    path = tmp_path / "none.txt"
    told = message(read_article, path, published=DAY)
    assert told == (
        f"{path}: wanted a file that can be read, given FileNotFoundError: No such file or"
        " directory; check the path"
    )
    assert "IsADirectoryError" in message(read_article, tmp_path, published=DAY)


@pytest.mark.parametrize(
    "head",
    [
        "published: 2025-02-07",
        "Published: 7 February 2025",
        "date: 2025-02-07",
        'date = "2025-02-07"',
        "*Published on: February 7, 2025*",
        "Friday, 7 February 2025",
        "7 Feb. 2025",
        "2025-02-07",
        "# A headline\n\nBy a reporter\n\n7 February 2025",
        "---\ntitle: x\ndate: 2025-02-07\n---",
    ],
)
def test_the_file_tells_its_own_day(file, head):
    article = load_article(file(f"{head}\n\n{TEXT}"))
    assert article.published == dt.date(2025, 2, 7)


def test_a_day_that_is_given_goes_before_the_one_in_the_file(file):
    article = load_article(file(f"published: 2024-05-05\n\n{TEXT}"), published=DAY)
    assert article.published == dt.date(2025, 2, 7)


@pytest.mark.parametrize(
    "text",
    ["Kyiv took a town on 7 February 2025.", "7 February", "February 2025", "In 2025\n\nx",
     "\n" * 40 + "2025-02-07", "x" * 5000 + "\n2025-02-07"],
)  # fmt: skip
def test_a_day_in_the_running_text_is_not_that_of_publication(text):
    assert told_day(text) is None


@pytest.fixture
def stdin(monkeypatch):
    def put(data):
        class Input:
            buffer = io.BytesIO(data if isinstance(data, bytes) else data.encode("utf-8"))

        monkeypatch.setattr("sys.stdin", Input)

    return put


def test_standard_input(stdin):
    stdin(f"published: {DAY}\n\n{TEXT}")
    [report] = article_records("-")
    assert report.document is None
    assert report.published == dt.date(2025, 2, 7)


def test_standard_input_that_is_empty_or_binary_is_told(stdin):
    stdin("")
    assert message(article_records, "-", published=DAY).startswith("standard input: wanted a text")
    stdin(b"\x00\x01")
    assert message(article_records, "-", published=DAY).startswith(
        "standard input: wanted a file of text, given a binary file"
    )


# -- HTML --------------------------------------------------------------------

PAGE = """<!DOCTYPE html>
<html><head><title>Gains</title><meta property="article:published_time" content="2025-02-07">
<meta property="og:site_name" content="A Paper"></head>
<body><nav><a href="/">Home</a> Weather 5 km of queues</nav><article><h1>Gains in January</h1>
<p>Russian forces took about 320 sq km in January, according to a count of the maps that were
published during the month, which is fewer than many had expected at the start of the winter.</p>
<p>The weather was bad, and neither side was able to move its heavier vehicles over the fields,
so that most of the fighting was done by small groups on foot.</p></article>
<footer>Copyright</footer></body></html>
"""
DATELESS = PAGE.replace('<meta property="article:published_time" content="2025-02-07">', "")


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.txt"])
def test_a_page_is_read_for_its_article_and_day(file, name):
    pytest.importorskip("trafilatura")
    [report] = article_records(file(PAGE, name))
    assert (report.value, report.party) == (320, "russia")
    assert report.published == dt.date(2025, 2, 7)
    assert report.document == name


def test_a_page_takes_the_day_that_is_given(file):
    pytest.importorskip("trafilatura")
    [report] = article_records(file(DATELESS, "page.html"), published="2025-02-08")
    assert report.published == dt.date(2025, 2, 8)


def test_a_page_without_a_day_is_told(file):
    pytest.importorskip("trafilatura")
    path = file(DATELESS, "page.html")
    assert message(article_records, path) == (
        f"{path}: wanted the day of publication, given a page that tells none;"
        ' pass published="2025-02-07"'
    )


def test_a_page_without_text_is_told(file):
    pytest.importorskip("trafilatura")
    path = file("<html><body></body></html>", "page.html")
    assert message(article_records, path, published=DAY).startswith(f"{path}: wanted a text")


def test_a_page_without_the_extra_is_told(file, monkeypatch):
    real = builtins.__import__

    def no_trafilatura(name, *arguments, **options):
        if name.split(".")[0] == "trafilatura":
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", no_trafilatura)
    path = file(PAGE, "page.html")
    with pytest.raises(MissingExtraError) as caught:
        article_records(path)
    assert str(caught.value) == (
        f"{path}: wanted trafilatura, to find the article in a page, given an installation"
        ' without it; pip install "territorial[html]", or save the article as text'
    )


NEWS = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A month of mud | The Example Courier</title>
<meta property="og:site_name" content="The Example Courier">
<meta property="og:url" content="https://courier.example/mud">
<meta property="article:published_time" content="2025-03-04T06:30:00+02:00">
<script>var teaser = "Russia took 999 sq km in January.";</script>
<style>.map::after { content: "Russia holds 77% of Ukraine"; }</style></head>
<body>
<header><nav><ul><li><a href="/war">War</a></li>
<li><a href="/old">Russia seized 901 sq km in August</a></li></ul></nav></header>
<main><article><h1>A month of mud</h1>
<p class="byline"><time datetime="2025-03-04">4 March 2025</time></p>
<p>Rain has turned the fields of the Donetsk region into glue, and the map shows it. Russian forces
captured 212&nbsp;km<sup>2</sup> of Ukrainian territory in February, against 326
square&nbsp;kilometres in January, according to a count of the daily maps.<sup><a
href="#n1">[1]</a></sup></p>
<p>Ukraine&#8217;s army retook <b>three villages</b> between 17 and 23&nbsp;February. The nearest
town lies 12&thinsp;km from there, and the road to it is under water for most of its length.</p>
<table><tr><th>Month</th><th>Russian gains</th></tr>
<tr><td>November 2024</td><td>Russia took 725 km² in November 2024.</td></tr>
<tr><td>December 2024</td><td>Russia took 390 km² in December 2024.</td></tr></table>
<p>Neither side expects the ground to dry before April, and both are short of men who could use
it; Russia now holds just under a fifth of Ukraine &mdash; about as much as a year ago.</p>
</article></main>
<aside><h2>Most read</h2><ul><li><a href="/a">Kyiv lost 44 villages in a day, officials say</a></li>
<li><a href="/b">Ukraine retook 505 square miles</a></li></ul></aside>
<footer><p>Russia occupies 18% of Ukraine: subscribe to our map. © The Example Courier 2026</p>
</footer></body></html>
"""


def test_a_page_of_a_newspaper_gives_the_reports_of_its_article_alone(file):
    pytest.importorskip("trafilatura")
    table = read_article(file(NEWS, "mud.html"))
    told = [
        (row.value, row.unit, row.party, row.kind, f"{row.start:%Y-%m-%d}", f"{row.end:%Y-%m-%d}")
        for row in table.itertuples()
    ]
    assert told == [
        (212, "km^2", "russia", "gain", "2025-02-01", "2025-02-28"),
        (326, "km^2", "russia", "gain", "2025-01-01", "2025-01-31"),
        (3, "settlement", "ukraine", "gain", "2025-02-17", "2025-02-23"),
        (725, "km^2", "russia", "gain", "2024-11-01", "2024-11-30"),
        (390, "km^2", "russia", "gain", "2024-12-01", "2024-12-31"),
        (0.2, "fraction", "russia", "control", "2025-03-04", "2025-03-04"),
    ]
    assert set(table["publisher"]) == {"The Example Courier"}
    assert set(table["url"]) == {"https://courier.example/mud"}
    assert set(table["published"]) == {pd.Timestamp("2025-03-04")}
    # the words are those of the article as text
    text = load_article(file(NEWS, "mud.html")).text
    for row in table.itertuples():
        assert text[row.span_start : row.span_end] == row.quote


# -- many texts --------------------------------------------------------------


def line(**changes):
    record = {"id": "p1", "text": TEXT, "published": DAY}
    record.update(changes)
    return json.dumps({key: value for key, value in record.items() if value is not ...})


BAD_LINES = {
    "cut": ('{"id": "p1", ', "a JSON object, given text that is none"),
    "no JSON": ("hello", "a JSON object, given text that is none"),
    "a list": ("[1, 2]", "a JSON object, given list; mend the line"),
    "a number": ("17", "a JSON object, given int; mend the line"),
    "null": ("null", "a JSON object, given NoneType; mend the line"),
    "no id": (line(id=...), "a record with 'id', given one without; add the key"),
    "no text": (line(text=...), "a record with 'text', given one without; add the key"),
    "no day": (line(published=...), "a record with 'published', given one without; add the key"),
    "null text": (line(text=None), "a record with 'text', given one without; add the key"),
    "text of numbers": (line(text=[1]), "'text' as a string, given list; mend the line"),
    "no such day": (line(published="2025-02-30"), "published as a day such as 2025-02-07, given"),
    "a day as a number": (line(published=20250207), "published as a day such as 2025-02-07, given"),
    "the future": (line(published="2199-01-01"), "a day of publication that has come"),
    "unknown language": (line(lang="xx"), "'lang' out of en"),
    "language as a list": (line(lang=["en"]), "'lang' out of en"),
    "too deep": ("[" * 100_000, "a JSON object, given text that is none"),
}


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES.values(), ids=BAD_LINES)
def test_a_broken_line_is_told_with_its_number_and_the_rest_is_read(file, bad, reason):
    path = file("\n".join([line(id="a"), bad, line(id="b")]) + "\n", "passages.jsonl")
    told = []
    reports = list(iter_passages(path, on_bad=told.append))
    assert [report.document for report in reports] == ["a", "b"]
    [one] = told
    assert one.line == 2
    assert reason in one.reason


def test_bytes_that_are_no_text_are_told(file):
    path = file(line(id="a").encode() + b'\n{"id": "\xff"}\n' + line(id="b").encode())
    told = []
    assert [r.document for r in iter_passages(path, on_bad=told.append)] == ["a", "b"]
    assert [one.line for one in told] == [2]


def test_without_a_listener_a_broken_line_stops_with_its_place(file):
    path = file(f"{line()}\n{line(text=3)}\n")
    reports = iter_passages(path)
    assert next(reports).document == "p1"
    with pytest.raises(InputError) as caught:
        next(reports)
    assert str(caught.value).startswith(f"{path}, line 2: wanted 'text' as a string, given int")


def test_the_table_warns_of_each_broken_line(file):
    path = file(f"{line(id='a')}\nnonsense\n{line(id='b')}\n")
    with pytest.warns(TerritorialWarning, match="line 2 left out: wanted a JSON object"):
        table = read_passages(path)
    assert table["document"].to_list() == ["a", "b"]


def test_empty_lines_and_texts_are_nothing_to_tell(file):
    path = file(f"\n{line(id='a')}\n   \n{line(id='b', text='  ')}\n{line(id='c')}")
    told, lines = [], []
    reports = list(iter_passages(path, on_bad=told.append, on_line=lines.append))
    assert [report.document for report in reports] == ["a", "c"]
    assert told == []
    assert lines == [1, 2, 3, 4, 5]


def test_a_passage_keeps_its_source_url_and_id():
    [report] = passage_records(line(id=17, source="A paper", url="https://a.example", lang="en"))
    assert (report.document, report.publisher, report.url) == (
        "17",
        "A paper",
        "https://a.example",
    )


def test_a_passage_may_hold_more_keys_and_a_mark_at_its_beginning():
    assert len(passage_records("\ufeff".encode() + line(labels=[1], note=None).encode())) == 1


def test_passages_from_standard_input(stdin):
    stdin(f"{line(id='a')}\nnonsense\n")
    told = []
    assert [report.document for report in iter_passages("-", on_bad=told.append)] == ["a"]
    assert [one.line for one in told] == [2]


def test_a_passages_file_that_is_not_there_is_told(tmp_path):
    path = tmp_path / "none.jsonl"
    assert message(list, iter_passages(path)) == (
        f"{path}: wanted a passages file, given FileNotFoundError: No such file or directory;"
        " check the path"
    )


def test_an_unknown_conflict_stops_the_whole_file(file):
    path = file(f"{line()}\n{line()}\n")
    with pytest.raises(LexiconError, match="nowhere"):
        list(iter_passages(path, conflict="nowhere", on_bad=pytest.fail))


def test_an_empty_passages_file_gives_an_empty_table(file):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = read_passages(file(""))
    assert len(table) == 0


def test_passages_are_read_one_after_the_other(file):
    """The second line is not touched before it is asked for."""
    path = file(f"{line(id='a')}\nnonsense\n")
    told = []
    reports = iter_passages(path, on_bad=told.append)
    assert next(reports).document == "a"
    assert told == []
    assert list(reports) == []
    assert len(told) == 1
