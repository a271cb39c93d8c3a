"""Articles and passages: files of running text, read into reports."""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator

from territorial.errors import InputError, MissingExtraError
from territorial.records import Report
from territorial.structures import TYPE_CHECKING, NamedTuple
from territorial.text.reader import Seen, explain_records, read_records

if TYPE_CHECKING:
    from typing import Any, BinaryIO

    import pandas as pd

HTML_ENDINGS = (".html", ".htm", ".xhtml")
# How far into a file its own day of publication is looked for.
HEAD = 4000
# Compiled when first used, because most texts are no page and come with their day.
PAGE = r"\s*<(?:!doctype html|html)\b"
KEY = r"(?:published|date|pubdate|published on|updated)\s*[:=]\s*(.+)$"


class Article(NamedTuple):
    """A text with what is known of where it stood."""

    text: str
    published: dt.date
    document: str | None
    publisher: str | None
    url: str | None


class BadRecord(NamedTuple):
    """A line of a passages file that could not be read, and why."""

    line: int
    reason: str


def parse_text(
    text: str,
    *,
    published: str | dt.date,
    conflict: str | None = None,
    lang: str | None = None,
    document: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Read a text into a reports table.

    Parameters
    ----------
    text : str
        Running text: an article, a paragraph, a post.
    published : str or datetime.date
        Day of publication, as ``"2025-02-07"``; "last week" and "in November"
        count back from it.
    conflict : str, optional
        Id of a conflict in the lexicon; found from the names in the text if
        not given.
    lang : str, optional
        Code of a language in the lexicon; told by the letters if not given.
    document, publisher, url : str, optional
        Where the text stood; kept in the columns of that name.

    Returns
    -------
    pandas.DataFrame
        The reports table, one row a reported figure, in the order of the text.
        Values stand in the unit of the text.

    Raises
    ------
    InputError
        If the text is empty, or `published` is no day or lies in the future.

    Examples
    --------
    >>> reports = parse_text("Russia took 320 sq km in January.", published="2025-02-07")
    >>> f"{reports.party[0]}: {reports.value[0]:g} {reports.unit[0]}"
    'russia: 320 km^2'
    """
    from territorial.reports import reports_table

    return reports_table(
        text_records(
            text, published=published, conflict=conflict, lang=lang, document=document,
            publisher=publisher, url=url,
        )
    )  # fmt: skip


def text_records(
    text: str,
    *,
    published: str | dt.date,
    conflict: str | None = None,
    lang: str | None = None,
    document: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> list[Report]:
    """Read a text into records, without pandas; parameters as in `parse_text`.

    Examples
    --------
    >>> [report] = text_records("Russia took 320 sq km in January.", published="2025-02-07")
    >>> f"{report.value:g} {report.unit}"
    '320 km^2'
    """
    return read_records(
        _some_text(text, None), published=_day(published), conflict=conflict, lang=lang,
        document=document, publisher=publisher, url=url,
    )  # fmt: skip


def explain_text(
    text: str,
    *,
    published: str | dt.date,
    conflict: str | None = None,
    lang: str | None = None,
) -> list[Seen]:
    """Every quantity of a text: the report it became, or why it is none.

    Parameters
    ----------
    text, published, conflict, lang
        As in `parse_text`.

    Returns
    -------
    list of Seen
        In the order of the text; `Seen.reason` is None where there is a
        report, and `Seen.predicate` holds the words that decided its kind.

    Examples
    --------
    >>> seen = explain_text("The depot lies 40 km from the border.", published="2025-02-07")
    >>> seen[0].quote, seen[0].report is None
    ('40 km', True)
    """
    return explain_records(
        _some_text(text, None), published=_day(published), conflict=conflict, lang=lang
    )


def read_article(
    path: str | os.PathLike[str],
    *,
    published: str | dt.date | None = None,
    conflict: str | None = None,
    lang: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Read a file of running text into a reports table.

    Parameters
    ----------
    path : path
        A text, Markdown or HTML file (HTML needs the extra ``html``); ``"-"``
        reads standard input.
    published : str or datetime.date, optional
        Day of publication. Not needed where the file tells it near its top:
        a line ``published: 2025-02-07``, or a line that holds a date alone.
    conflict, lang, publisher, url
        As in `parse_text`.

    Returns
    -------
    pandas.DataFrame
        The reports table; `document` is the name of the file.

    Raises
    ------
    InputError
        If the file is no text, is empty, or its day of publication is unknown.
    MissingExtraError
        If an HTML file is given and the extra is not installed.
    """
    from territorial.reports import reports_table

    return reports_table(
        article_records(
            path, published=published, conflict=conflict, lang=lang, publisher=publisher, url=url
        )
    )


def article_records(
    path: str | os.PathLike[str],
    *,
    published: str | dt.date | None = None,
    conflict: str | None = None,
    lang: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> list[Report]:
    """Read a file of running text into records, without pandas; see `read_article`."""
    article = load_article(path, published=published, publisher=publisher, url=url)
    return read_records(
        article.text, published=article.published, conflict=conflict, lang=lang,
        document=article.document, publisher=article.publisher, url=article.url,
    )  # fmt: skip


def explain_article(
    path: str | os.PathLike[str],
    *,
    published: str | dt.date | None = None,
    conflict: str | None = None,
    lang: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> list[Seen]:
    """Every quantity of a file of running text: its report, or why it is none.

    Parameters
    ----------
    path, published, conflict, lang, publisher, url
        As in `read_article`.

    Returns
    -------
    list of Seen
        In the order of the text, as in `explain_text`.

    Examples
    --------
    >>> from territorial.shipped import shipped
    >>> path = shipped("articles", "advance_slows.txt")
    >>> seen = explain_article(path)
    >>> sum(one.report is not None for one in seen)
    5
    """
    article = load_article(path, published=published, publisher=publisher, url=url)
    return explain_records(
        article.text, published=article.published, conflict=conflict, lang=lang,
        document=article.document, publisher=article.publisher, url=article.url,
    )  # fmt: skip


def load_article(
    path: str | os.PathLike[str],
    *,
    published: str | dt.date | None = None,
    publisher: str | None = None,
    url: str | None = None,
) -> Article:
    """The text of a file with its day of publication; see `read_article`."""
    name = os.fspath(path)
    if name == "-":
        data, where, document = sys.stdin.buffer.read(), "standard input", None
    else:
        where, document = name, os.path.basename(name)
        try:
            with open(name, "rb") as file:
                data = file.read()
        except OSError as error:
            raise InputError(
                "a file that can be read",
                f"{type(error).__name__}: {error.strerror}",
                "check the path",
                where=name,
            ) from None
    text = _decoded(data, where)
    if name.lower().endswith(HTML_ENDINGS) or (
        text.lstrip()[:1] == "<" and re.match(PAGE, text, re.IGNORECASE)
    ):
        return _html(text, where, document, published, publisher, url)
    text = _some_text(text, where)
    day = _day(published, where) if published is not None else told_day(text)
    if day is None:
        raise InputError(
            "the day of publication",
            "none, and the text tells none near its top",
            'pass published="2025-02-07", or write a line "published: 2025-02-07" at the top',
            where=where,
        )
    return Article(text, _not_future(day, where), document, publisher, url)


def _html(
    text: str,
    where: str,
    document: str | None,
    published: str | dt.date | None,
    publisher: str | None,
    url: str | None,
) -> Article:
    """The body and the date of a page, found by trafilatura."""
    try:
        import trafilatura
    except ImportError:
        raise MissingExtraError(
            "trafilatura, to find the article in a page",
            "an installation without it",
            'pip install "territorial[html]", or save the article as text',
            where=where,
        ) from None
    page = trafilatura.bare_extraction(text, url=url, with_metadata=True, include_comments=False)
    found: dict[str, Any] = {}
    if page is not None:
        found = page if isinstance(page, dict) else page.as_dict()
    body = found.get("text") or ""
    meta = found.get("date")
    day = _day(published, where) if published is not None else (_parsed(meta) if meta else None)
    body = _some_text(body, where)
    if day is None:
        raise InputError(
            "the day of publication",
            "a page that tells none",
            'pass published="2025-02-07"',
            where=where,
        )
    site = publisher or found.get("sitename")
    link = url or found.get("url")
    return Article(body, _not_future(day, where), document, site, link)


def read_passages(
    path: str | os.PathLike[str],
    *,
    conflict: str | None = None,
    on_bad: Callable[[BadRecord], None] | None = None,
) -> pd.DataFrame:
    """Read a file of many texts, one a line, into one reports table.

    Parameters
    ----------
    path : path
        JSON Lines with `id`, `text`, `published` and, optionally, `source`,
        `url` and `lang`; ``"-"`` reads standard input.
    conflict : str, optional
        Id of the conflict of all texts.
    on_bad : callable, optional
        Called with each line that cannot be read; without it a warning tells
        them. The other lines are read all the same.

    Returns
    -------
    pandas.DataFrame
        The reports table; `document` is the `id`, `publisher` the `source`.

    Raises
    ------
    InputError
        If the file cannot be opened.
    """
    from territorial.reports import reports_table

    return reports_table(iter_passages(path, conflict=conflict, on_bad=on_bad or _warn))


def _warn(bad: BadRecord) -> None:
    import warnings

    from territorial.errors import TerritorialWarning

    warnings.warn(f"line {bad.line} left out: {bad.reason}", TerritorialWarning, stacklevel=4)


def iter_passages(
    path: str | os.PathLike[str],
    *,
    conflict: str | None = None,
    on_bad: Callable[[BadRecord], None] | None = None,
    on_line: Callable[[int], None] | None = None,
) -> Iterator[Report]:
    """The reports of a passages file one after the other, without pandas.

    One line is held in memory at a time. Parameters as in `read_passages`;
    `on_line` is called with the number of each line that has been read.

    Raises
    ------
    InputError
        If the file cannot be opened, or a bad line meets no `on_bad`.
    """
    name = os.fspath(path)
    if name == "-":
        yield from _passages(sys.stdin.buffer, "standard input", conflict, on_bad, on_line)
        return
    try:
        file = open(name, "rb")  # noqa: SIM115  (closed below, after the generator's last use)
    except OSError as error:
        raise InputError(
            "a passages file",
            f"{type(error).__name__}: {error.strerror}",
            "check the path",
            where=name,
        ) from None
    with file:
        yield from _passages(file, name, conflict, on_bad, on_line)


def _passages(
    file: BinaryIO,
    where: str,
    conflict: str | None,
    on_bad: Callable[[BadRecord], None] | None,
    on_line: Callable[[int], None] | None,
) -> Iterator[Report]:
    for number, line in enumerate(file, start=1):
        if line.strip():
            try:
                reports = passage_records(line, conflict=conflict)
            except InputError as error:
                if on_bad is None:
                    error.where = f"{where}, line {number}"
                    raise
                on_bad(BadRecord(number, str(error)))
            else:
                yield from reports
        if on_line is not None:
            on_line(number)


def passage_records(line: bytes | str, *, conflict: str | None = None) -> list[Report]:
    """The reports of one line of a passages file.

    Raises
    ------
    InputError
        If the line is no JSON object, or lacks `id`, `text` or `published`.
    """
    import json

    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError("a JSON object", f"text that is none ({error})", "mend the line") from None
    if not isinstance(record, dict):
        raise InputError("a JSON object", type(record).__name__, "mend the line")
    for key in ("id", "text", "published"):
        if record.get(key) is None:
            raise InputError(f"a record with {key!r}", "one without", "add the key")
    text = record["text"]
    if not isinstance(text, str):
        raise InputError("'text' as a string", type(text).__name__, "mend the line")
    lang = record.get("lang")
    from territorial.text.language import languages

    if lang is not None and lang not in languages():
        raise InputError(
            "'lang' out of " + ", ".join(languages()), repr(lang), "leave it out to have it told"
        )
    if not text.strip():
        return []
    return read_records(
        text, published=_day(record["published"]), conflict=conflict, lang=lang,
        document=str(record["id"]), publisher=_string(record.get("source")),
        url=_string(record.get("url")),
    )  # fmt: skip


def _string(value: object) -> str | None:
    return None if value is None else str(value)


def _decoded(data: bytes, where: str) -> str:
    """Bytes as text: UTF-8 or UTF-16 by their mark; anything else is refused."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            data = b"\x00"
    if b"\x00" in data[:8192]:
        raise InputError(
            "a file of text",
            "a binary file",
            "save the article as plain text or HTML",
            where=where,
        )
    plain = data.removeprefix(BOM_UTF8)
    try:
        return plain.decode()
    except UnicodeDecodeError as error:
        place = len(data) - len(plain) + error.start
        raise InputError(
            "text in UTF-8",
            f"byte {data[place]:#04x} at position {place}",
            "save the file as UTF-8",
            where=where,
        ) from None


def _some_text(text: str, where: str | None) -> str:
    if not text.strip():
        raise InputError("a text", "an empty one", "pass the text of an article", where=where)
    return text


def _day(value: object, where: str | None = None) -> dt.date:
    """A day of publication from what a user or a record gives."""
    if isinstance(value, dt.datetime):
        day: dt.date | None = value.date()
    elif isinstance(value, dt.date):
        day = value
    else:
        day = _parsed(str(value))
    if day is None:
        raise InputError(
            "published as a day such as 2025-02-07",
            repr(value),
            "write year, month and day",
            where=where,
        )
    return _not_future(day, where)


def _parsed(text: str) -> dt.date | None:
    """A day written as 2025-02-07, with or without a time after it."""
    plain = text.strip()
    parts = plain[:10].split("-")
    after = plain[10:]
    if (
        [len(part) for part in parts] != [4, 2, 2]
        or not all(part.isdecimal() for part in parts)
        or (after and (after[0] not in "T " or "\n" in after))
    ):
        return None
    year, month, day = map(int, parts)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _not_future(day: dt.date, where: str | None) -> dt.date:
    # a day ahead is still today somewhere on the earth
    if day > dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1):
        raise InputError(
            "a day of publication that has come", day.isoformat(), "check the year", where=where
        )
    return day


def told_day(text: str) -> dt.date | None:
    r"""The day of publication that a text tells near its top, or None.

    A line ``published: 2025-02-07`` (or ``date:``) is taken first, then the
    first line that holds nothing but a date.

    Examples
    --------
    >>> told_day("A headline\n\nFriday, 7 February 2025\n\nThe article.")
    datetime.date(2025, 2, 7)
    """
    from territorial.text.dates import date_alone
    from territorial.text.language import detect, language

    lines = [line.strip().strip("*_#").strip() for line in text[:HEAD].splitlines()[:15]]
    words = language(detect(text[:HEAD]))
    for line in lines:
        match = re.match(KEY, line, re.IGNORECASE)
        if match:
            day = _parsed(match[1].strip().strip("'\"")) or date_alone(match[1], words)
            if day is not None:
                return day
    for line in lines:
        if 0 < len(line) <= 60:
            day = _parsed(line) or date_alone(line, words)
            if day is not None:
                return day
    return None
