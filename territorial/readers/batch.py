"""A large passages file to a file of reports: in slices, on several processors, to be gone on with.

The file is cut into slices of a fixed number of bytes, whatever the number of
processes, and each process reads its own slices. A finished slice is a file in
a folder beside the output; a run that was stopped takes up what is there. At
the end the slices are put together in their order, so that the bytes are the
same for any number of processes and of runs.
"""

from __future__ import annotations

import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from territorial.errors import InputError, OutputError
from territorial.readers.articles import BadRecord, passage_records
from territorial.records import Report
from territorial.storage import atomic, format_of, write_records

# Bytes of a slice: some seconds of work, and little memory.
SLICE = 4 << 20
# Changed when slices of an earlier version cannot be gone on with.
LAYOUT = 1


class BatchResult(NamedTuple):
    """What became of a passages file: lines read, reports written, lines left out."""

    lines: int
    reports: int
    bad: int


class _Job(NamedTuple):
    """One slice of one file."""

    path: str
    folder: str
    number: int
    slice_bytes: int
    conflict: str | None
    format: str


def passages_to_file(
    path: str | os.PathLike[str],
    output: str | os.PathLike[str],
    *,
    jobs: int = 1,
    conflict: str | None = None,
    bad: str | os.PathLike[str] | None = None,
    on_slice: Callable[[int, int], None] | None = None,
    on_bad: Callable[[BadRecord], None] | None = None,
    slice_bytes: int = SLICE,
) -> BatchResult:
    """Read a passages file of any size into a file of reports.

    Memory does not grow with the file. Stopped and called again with the same
    arguments, it goes on where it was; nothing is lost and nothing doubled.

    Parameters
    ----------
    path : path
        JSON Lines, as in `read_passages`; a regular file.
    output : path
        Ends in .csv or .jsonl, either with .gz.
    jobs : int, optional
        How many processes read slices of the file. The output has the same
        bytes for any number.
    conflict : str, optional
        Id of the conflict of all texts.
    bad : path, optional
        A file for the lines that could not be read: number, reason and the
        line itself, as JSON Lines. Written only if there are any.
    on_slice : callable, optional
        Called with the number of finished slices and of all.
    on_bad : callable, optional
        Called with each line that could not be read, in the order of the file.
    slice_bytes : int, optional
        Bytes of a slice.

    Returns
    -------
    BatchResult
        Lines read, reports written, lines left out.

    Raises
    ------
    InputError
        If the file cannot be read, or `jobs` is no positive number.
    OutputError
        If the output, or the folder of slices beside it, cannot be written.
    """
    name, target = os.fspath(path), os.fspath(output)
    if jobs < 1:
        raise InputError("one process or more", repr(jobs), "pass jobs=1, or leave it out")
    chosen = format_of(target)
    if chosen.name == "parquet":
        raise InputError(
            "an output in .csv or .jsonl", repr(os.path.basename(target)),
            "write JSON Lines and convert it with read_reports and write_reports",
        )  # fmt: skip
    try:
        state = os.stat(name)
    except OSError as error:
        raise InputError(
            "a passages file", f"{type(error).__name__}: {error.strerror}", "check the path",
            where=name,
        ) from None  # fmt: skip
    folder = f"{os.path.realpath(target)}.parts"
    _open_folder(
        folder,
        {
            "layout": LAYOUT, "input": os.path.realpath(name), "bytes": state.st_size,
            "changed": state.st_mtime_ns, "slice": slice_bytes, "conflict": conflict,
            "format": chosen.name,
        },
    )  # fmt: skip
    count = max(1, -(-state.st_size // slice_bytes))
    todo = [
        _Job(name, folder, index, slice_bytes, conflict, chosen.name)
        for index in range(count)
        if not os.path.exists(_part(folder, index))
    ]
    done = count - len(todo)
    for _ in _run(todo, jobs):
        done += 1
        if on_slice is not None:
            on_slice(done, count)
    result = _join(folder, count, target, chosen.name, chosen.gzip, bad, on_bad)
    shutil.rmtree(folder)
    return result


def _open_folder(folder: str, signature: dict[str, Any]) -> None:
    """The folder of slices; what another input or other options left there is removed."""
    mark = os.path.join(folder, "job.json")
    try:
        if os.path.isdir(folder):
            try:
                with open(mark, encoding="utf-8") as file:
                    same = json.load(file) == signature
            except (OSError, ValueError):
                same = False
            if same:
                return
            shutil.rmtree(folder)
        os.mkdir(folder)
        with atomic(mark) as out:
            out.write(json.dumps(signature).encode())
    except OSError as error:
        raise OutputError(
            "a folder that can be written", f"{folder!r} ({error})",
            "choose another folder for the output, or mend its rights; nothing was written",
        ) from None  # fmt: skip


def _part(folder: str, index: int) -> str:
    return os.path.join(folder, f"{index:06d}")


def _run(todo: list[_Job], jobs: int) -> Iterator[None]:
    if jobs == 1 or len(todo) < 2:
        for job in todo:
            _read_slice(job)
            yield
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    with ProcessPoolExecutor(min(jobs, len(todo)), mp_context=get_context("spawn")) as pool:
        try:
            for future in as_completed([pool.submit(_read_slice, job) for job in todo]):
                future.result()
                yield
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _read_slice(job: _Job) -> None:
    """Read the lines that begin in one slice, and write its part."""
    lines = reports = 0
    bad: list[dict[str, Any]] = []
    body = io.StringIO()
    header = io.StringIO()
    write_records([], header, format=job.format)
    begin, end = job.number * job.slice_bytes, (job.number + 1) * job.slice_bytes

    def records() -> Iterator[Report]:
        nonlocal lines
        with open(job.path, "rb") as file:
            at = 0
            if begin:
                file.seek(begin - 1)
                at = begin - 1 + len(file.readline())
            while at < end:
                line = file.readline()
                if not line:
                    return
                at += len(line)
                lines += 1
                if not line.strip():
                    continue
                try:
                    found = passage_records(line, conflict=job.conflict)
                except InputError as error:
                    bad.append(
                        {"line": lines, "reason": str(error), "record": line.decode("utf-8", "replace").rstrip("\r\n")}
                    )  # fmt: skip
                    continue
                yield from found

    reports = write_records(records(), body, format=job.format)
    head = json.dumps({"lines": lines, "reports": reports, "bad": bad}) + "\n"
    with atomic(_part(job.folder, job.number)) as out:
        out.write(head.encode("utf-8"))
        out.write(body.getvalue()[len(header.getvalue()) :].encode("utf-8"))


def _join(
    folder: str,
    count: int,
    target: str,
    form: str,
    zipped: bool,  # noqa: FBT001  (of the file's ending)
    bad: str | os.PathLike[str] | None,
    on_bad: Callable[[BadRecord], None] | None,
) -> BatchResult:
    """Put the parts together in their order."""
    header = io.StringIO()
    write_records([], header, format=form)
    lines = reports = 0
    left_out: list[dict[str, Any]] = []
    with atomic(target) as file:
        out: Any = file
        if zipped:
            import gzip

            out = gzip.GzipFile("", "wb", fileobj=file, mtime=0)
        out.write(header.getvalue().encode("utf-8"))
        for index in range(count):
            with open(_part(folder, index), "rb") as part:
                head = json.loads(part.readline())
                left_out += [{**one, "line": one["line"] + lines} for one in head["bad"]]
                lines += head["lines"]
                reports += head["reports"]
                shutil.copyfileobj(part, out)
        if out is not file:
            out.close()
    if on_bad is not None:
        for one in left_out:
            on_bad(BadRecord(one["line"], one["reason"]))
    if bad is not None and left_out:
        with atomic(bad) as out:
            for one in left_out:
                out.write((json.dumps(one, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
    return BatchResult(lines, reports, len(left_out))
