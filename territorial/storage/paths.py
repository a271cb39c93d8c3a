"""Which format a file has, and files that appear whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from territorial.errors import InputError, OutputError, TerritorialError
from territorial.structures import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import IO

FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}


class Format(NamedTuple):
    """How a file is written: `name` is csv, jsonl or parquet."""

    name: str
    gzip: bool


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that the ending of a file's name stands for.

    Parameters
    ----------
    path : path
        A name that ends in .csv, .jsonl, .ndjson, any of them with .gz, or .parquet.

    Raises
    ------
    InputError
        If the ending is another one.

    Examples
    --------
    >>> format_of("reports.csv.gz")
    Format(name='csv', gzip=True)
    """
    name = os.fspath(path).lower()
    zipped = name.endswith(".gz")
    ending = os.path.splitext(name.removesuffix(".gz"))[1]
    found = FORMATS.get(ending)
    if found is None or (zipped and found == "parquet"):
        raise InputError(
            "a file name that ends in .csv, .jsonl (either with .gz) or .parquet",
            repr(os.path.basename(os.fspath(path))),
            "change the ending; it says how the file is written",
        )
    return Format(found, zipped)


@contextmanager
def atomic(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A file that appears under its name when all is written, or never.

    The bytes go to a new file in the same folder, which takes the name at the
    end; an earlier file stays until then. A name of something that is no
    regular file, such as a named pipe, is written directly.

    Parameters
    ----------
    path : path
        The file to write. A symbolic link stays one.

    Yields
    ------
    binary file

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    final = os.path.realpath(os.fspath(path))
    # What is there and is neither file nor folder takes bytes as they come.
    direct = os.path.exists(final) and not os.path.isfile(final) and not os.path.isdir(final)
    part = final if direct else f"{final}.{os.urandom(4).hex()}.part"
    try:
        with open(part, "wb" if direct else "xb") as file:
            yield file
        if not direct:
            if os.path.isfile(final):
                os.chmod(part, os.stat(final).st_mode & 0o7777)
            os.replace(part, final)
    except BaseException as error:
        if not direct and os.path.exists(part):
            os.remove(part)
        if isinstance(error, OSError) and not isinstance(error, TerritorialError):
            raise OutputError(
                "a file that can be written",
                f"{os.fspath(path)!r} ({error.strerror or error})",
                "choose another folder, or mend its rights; nothing was written",
            ) from error
        raise
