"""What the reader made of a table, in words: `explain=True` gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from territorial.readers.tables.columns import Column


class TableNotes(NamedTuple):
    """Notes on one table of a file, gathered while it is read."""

    name: str
    titles: tuple[str, ...]
    header_rows: tuple[int, ...]
    columns: list[Column]
    roles: dict[int, str]  # by column: the role in the end, with what it says
    said: list[str]  # what else was decided
    left_out: list[str]  # rows and cells that gave no report, with the reason


class TableReading(NamedTuple):
    """A table as it was understood, returned by ``read_table(..., explain=True)``.

    Attributes
    ----------
    reports : DataFrame
        The reports table.
    columns : DataFrame
        One row for each column of each table: letter, header, role, reading, why.
    left_out : list of str
        Rows, columns and cells that gave no report, each with the reason.
    text : str
        All of it to read.
    """

    reports: pd.DataFrame
    columns: pd.DataFrame
    left_out: list[str]
    text: str

    def __str__(self) -> str:
        return self.text


def reading(
    file: str, sort: str, how: list[str], tables: list[TableNotes], reports: pd.DataFrame
) -> TableReading:
    """The notes on all tables of a file, put together."""
    import pandas as pd

    lines = [f"{file}: {sort}" + (f" ({'; '.join(how)})" if how else "")]
    rows = []
    left_out: list[str] = []
    for table in tables:
        lines.append(f"Table {table.name}:" if table.name else "Table:")
        lines += [f"  over it: {title}" for title in table.titles]
        heads = ", ".join(str(number) for number in table.header_rows)
        lines.append(f"  header rows: {heads or 'none'}")
        for column in table.columns:
            meaning = table.roles.get(column.at, column.role)
            why = "" if column.why == meaning else column.why
            lines.append(
                f"  column {column.letter} {column.header!r}: {meaning}"
                + (f" ({why})" if why else "")
            )
            rows.append(
                (table.name, column.letter, column.header, column.role, meaning, column.why)
            )
        lines += [f"  {note}" for note in dict.fromkeys(table.said)]
        left = list(dict.fromkeys(table.left_out))
        lines += [f"  left out: {note}" for note in left]
        left_out += left
    lines.append(f"Reports: {len(reports)}")
    columns = pd.DataFrame(rows, columns=["table", "letter", "header", "role", "reading", "why"])
    return TableReading(reports, columns, left_out, "\n".join(lines))
