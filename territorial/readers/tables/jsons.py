"""JSON tables: records, columns, split rows, lines, and any of them under a wrapper."""

from __future__ import annotations

import json
from typing import Any

from territorial.errors import InputError
from territorial.lexicon import tables as words
from territorial.readers.tables.grids import Grid, grid

DEEPEST = 6


def _scalar(value: Any) -> bool:
    return not isinstance(value, dict | list)


def _flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """A record with inner objects as keys of two words: {"russia": {"gain": 1}} -> "russia gain"."""
    flat: dict[str, Any] = {}
    for key, value in record.items():
        name = f"{prefix} {key}".strip()
        if isinstance(value, dict) and depth < DEEPEST:
            flat |= _flat(value, name, depth + 1)
        elif isinstance(value, list):
            flat[name] = "; ".join(str(one) for one in value if _scalar(one))
        else:
            flat[name] = value
    return flat


def _records(records: list[dict[str, Any]]) -> list[list[Any]]:
    flats = [_flat(record) for record in records]
    keys = list(dict.fromkeys(key for flat in flats for key in flat))
    return [keys, *([flat.get(key) for key in keys] for flat in flats)]


def _columns(table: dict[str, list[Any]]) -> list[list[Any]]:
    height = max(len(column) for column in table.values())
    return [
        list(table),
        *(
            [column[n] if n < len(column) else None for column in table.values()]
            for n in range(height)
        ),
    ]


def _rows(value: Any) -> tuple[list[list[Any]], int | None] | None:
    """The rows of a value that is a table, with the number of header rows, or None."""
    if isinstance(value, list) and value:
        if all(isinstance(one, dict) for one in value):
            return _records(value), 1
        if (
            all(isinstance(one, list) and all(map(_scalar, one)) for one in value)
            and len(value) > 1
        ):
            return value, None
        return None
    if not isinstance(value, dict) or not value:
        return None
    names, data = (
        value.get("columns", value.get("fields", value.get("headers"))),
        value.get("data", value.get("rows")),
    )
    if (
        isinstance(names, list)
        and isinstance(data, list)
        and data
        and all(isinstance(row, list) for row in data)
    ):
        heads = [name.get("name") if isinstance(name, dict) else name for name in names]
        index = value.get("index")
        if isinstance(index, list) and len(index) == len(data) and index != list(range(len(data))):
            return [["", *heads], *([key, *row] for key, row in zip(index, data, strict=True))], 1
        return [heads, *data], 1
    inner = list(value.values())
    if all(isinstance(one, list) and all(map(_scalar, one)) for one in inner):
        return (
            (_columns(value), 1)
            if len({len(one) for one in inner}) == 1 and len(inner) > 1
            else None
        )
    if len(inner) > 1 and all(
        isinstance(one, dict) and one and all(map(_scalar, one.values())) for one in inner
    ):
        keys = [tuple(one) for one in inner]
        if len(set(keys)) == 1 and all(
            key.isdecimal() for key in keys[0]
        ):  # pandas' default: columns of rows
            return _columns({name: list(one.values()) for name, one in value.items()}), 1
        table = _records(inner)
        return [
            ["", *table[0]],
            *([key, *row] for key, row in zip(value, table[1:], strict=True)),
        ], 1
    return None


def _of_lists(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, list) for one in value)


def _beside(value: Any) -> dict[str, list[Any]] | None:
    """Lists of one length in an object and in the objects inside it: {"months": [...], "series": {...}}."""
    if not isinstance(value, dict):
        return None
    lists: dict[str, list[Any]] = {}
    nested = sum(_scalar(one) for one in value.values())  # {"title": ..., "month": [...]}
    for key, one in value.items():
        inner = one if isinstance(one, dict) else {key: one}
        if any(_of_lists(column) for column in inner.values()):
            return None  # a table by itself: {"columns": [...], "data": [[...], [...]]}
        columns = {
            name: column
            for name, column in inner.items()
            if isinstance(column, list) and all(map(_scalar, column))
        }
        nested += isinstance(one, dict) and bool(columns)
        lists |= columns
    return (
        lists
        if nested and len(lists) > 1 and len({len(one) for one in lists.values()}) == 1
        else None
    )


def _said(value: dict[str, Any]) -> list[str]:
    """What the scalars beside a table tell: sentences, and values of keys such as unit and party."""
    said = []
    for key, one in _flat(value).items():
        role = words.is_form("role", key.rsplit(" ", maxsplit=1)[-1])
        if role == "published":
            said.append(f"{key.rsplit(' ', maxsplit=1)[-1]}: {one}")
        elif (isinstance(one, str) and " " in one) or (
            role is not None and role != "note" and isinstance(one, str | int)
        ):
            said.append(str(one))
    return said[:40]


def _search(value: Any, above: list[str], path: str, depth: int, found: list[Grid]) -> None:
    rows = _rows(value)
    if rows is not None:
        table, head = rows
        lines = list(range(len(table))) if head else list(range(1, len(table) + 1))
        found.append(grid(path, table, above=above, head=head, lines=lines))
        return
    beside = _beside(value)
    if beside is not None:
        own = [one for one in value.values() if isinstance(one, str)]
        table = _columns(beside)
        found.append(grid(path, table, above=[*above, *own], head=1, lines=range(len(table))))
        return
    if isinstance(value, dict) and depth < DEEPEST:
        said = _said(value)
        for key, one in value.items():
            if isinstance(one, dict | list):
                _search(one, [*above, *said], f"{path}.{key}" if path else key, depth + 1, found)
        if not found and depth == 0 and value and all(map(_scalar, value.values())):
            pairs = [["", "value"], *([key, one] for key, one in value.items())]
            found.append(grid("", pairs, head=1, lines=range(len(pairs))))


def read_json(text: str, name: str) -> list[Grid]:
    """Every table of a JSON text.

    Raises
    ------
    InputError
        If it is no JSON, or holds no list of records, columns or rows.
    """
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        if len(lines) > 1 and lines[0].lstrip()[:1] in "{[" and error.msg == "Extra data":
            value = _lines(text, name)
        else:
            raise InputError(
                "JSON",
                f"{error.msg} at line {error.lineno}, column {error.colno}",
                "mend the file there",
                where=name,
            ) from None
    except RecursionError:
        raise InputError(
            "a JSON table", "lists within lists without end", "export the table itself", where=name
        ) from None
    if isinstance(value, dict) and all(map(_scalar, value.values())) and len(value) > 2:
        value = [value] if any(isinstance(one, str) for one in value.values()) else value
    found: list[Grid] = []
    _search(value, [], "", 0, found)
    if len(found) == 1:
        found[0] = found[0]._replace(name="")
    if not found:
        raise InputError(
            "a list of records, or lists by column",
            "no data: every list is empty" if _empty(value) else "JSON without either",
            "give the part of it that is a table",
            where=name,
        )
    return found


def _empty(value: Any) -> bool:
    """Whether a JSON value holds lists and nothing in them, or nothing at all."""
    if isinstance(value, dict):
        parts = [one for one in value.values() if not _scalar(one)]
        return all(map(_empty, parts)) and (bool(parts) or not value)
    return value is None or (isinstance(value, list) and all(map(_empty, value)))


def _lines(text: str, name: str) -> list[Any]:
    """One value a line."""
    values = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                values.append(json.loads(line))
            except json.JSONDecodeError as error:
                raise InputError(
                    "one JSON record a line",
                    error.msg,
                    "mend that line",
                    where=f"{name}, line {number}",
                ) from None
    return values
