"""Where maps lie: folders, lists, globs, single files, gz and zip; and their bytes."""

from __future__ import annotations

import glob
import gzip
import os
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from territorial.errors import InputError

if TYPE_CHECKING:
    from typing import IO

TEXT_FORMATS = (".geojson", ".json", ".geojsonl", ".geojsons", ".ndjson", ".jsonl")
VECTOR_FORMATS = (".shp", ".gpkg", ".kml", ".kmz", ".topojson", ".fgb")
FORMATS = (*TEXT_FORMATS, *VECTOR_FORMATS)

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


class Source(NamedTuple):
    """One map file: its path, the member inside a zip, and the name that users know it by."""

    path: str
    member: str | None
    name: str
    packed: bool = False

    @property
    def suffix(self) -> str:
        return _suffix(self.member or self.path)

    def read(self, max_mb: float) -> bytes:
        """The bytes of the file, unpacked.

        Raises
        ------
        InputError
            If it cannot be read, or is larger than `max_mb` megabytes once unpacked.
        """
        limit = int(max_mb * 1_000_000)
        try:
            if self.member is not None:
                with zipfile.ZipFile(self.path) as archive:
                    size = archive.getinfo(self.member).file_size
                    self._guard(size, limit)
                    with archive.open(self.member) as stream:
                        data = self._bounded(stream, limit)
                if self.member.lower().endswith(".gz"):
                    data = _ungzip(data, limit, self)
                return data
            if zipfile.is_zipfile(self.path) and self.suffix == ".zip":
                raise self._no_map_inside()
            size = os.path.getsize(self.path)
            self._guard(size, limit)
            if self.path.lower().endswith(".gz"):
                with gzip.GzipFile(self.path) as stream:
                    return self._bounded(stream, limit)
            with open(self.path, "rb") as stream:
                return stream.read()
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(
                "a file that can be read", f"{type(error).__name__}: {error}",
                "fetch the file again", where=self.name,
            ) from None  # fmt: skip

    def _no_map_inside(self) -> InputError:
        with zipfile.ZipFile(self.path) as archive:
            kinds = Counter(_suffix(name) or "no ending" for name in archive.namelist())
        listed = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common(5))
        return InputError(
            "an archive with maps (" + ", ".join(TEXT_FORMATS[:2]) + ", .gz, .shp, .gpkg ...)",
            f"one with {listed or 'nothing'} inside", "name the archive that holds them",
            where=self.name,
        )  # fmt: skip

    def _bounded(self, stream: IO[bytes] | gzip.GzipFile, limit: int) -> bytes:
        data = stream.read(limit + 1)
        if len(data) > limit:
            self._guard(len(data), limit, "more than ")
        return data

    def _guard(self, size: int, limit: int, more: str = "") -> None:
        if size > limit:
            raise InputError(
                f"a map of at most {limit / 1e6:g} MB", f"{more}{size / 1e6:.0f} MB",
                f"simplify or split it, or pass max_mb={size // 900_000}", where=self.name,
            )  # fmt: skip


def _ungzip(data: bytes, limit: int, source: Source) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = unpacker.decompress(data, limit + 1)
    source._guard(len(unpacked), limit)  # noqa: SLF001  (its own module)
    return unpacked


def _suffix(name: str) -> str:
    lowered = name.lower().removesuffix(".gz")
    return os.path.splitext(lowered)[1]


def find_sources(path: Paths) -> list[Source]:
    """The map files under `path`, sorted by name.

    Raises
    ------
    InputError
        If nothing is there, or nothing that could be a map.
    """
    if isinstance(path, (str, os.PathLike)):
        return _one(os.fspath(path))
    listed = [os.fspath(item) for item in path]
    if not listed:
        raise InputError("maps to read", "an empty list", "name a folder or files")
    return _told_apart([source for item in listed for source in _one(item)])


def _told_apart(sources: list[Source]) -> list[Source]:
    """Files of one name in several folders are known by their folders too."""
    folders = {os.path.dirname(os.path.abspath(source.path)) for source in sources}
    if len(folders) < 2 or len({source.name for source in sources}) == len(sources):
        return sources
    try:
        root = os.path.commonpath(folders)
    except ValueError:  # on several drives
        return sources
    return [
        source._replace(
            name="/".join(
                [os.path.relpath(source.path, root).replace(os.sep, "/")]
                + ([source.member] if source.member is not None else [])
            )
        )
        for source in sources
    ]


def _one(path: str) -> list[Source]:
    if os.path.isdir(path):
        return _folder(path)
    if os.path.exists(path):
        return _unpacked(path, os.path.basename(path), explicit=True)
    if glob.has_magic(path):
        found = sorted(glob.glob(path, recursive=True))
        sources = [
            source
            for item in found
            if os.path.isfile(item)
            for source in _unpacked(item, os.path.basename(item), explicit=True)
        ]
        if not sources:
            raise InputError("files that the pattern fits", "none", "mend the pattern", where=path)
        return _told_apart(sources)
    raise InputError("a file or folder that exists", "none", "mend the path", where=path)


def _folder(path: str) -> list[Source]:
    sources: list[Source] = []
    others: Counter[str] = Counter()
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.startswith("."):
                continue
            full = os.path.join(folder, name)
            label = os.path.relpath(full, path).replace(os.sep, "/")
            found = _unpacked(full, label, explicit=False)
            sources += found
            if not found:
                others[_suffix(name) or "no ending"] += 1
    if not sources:
        given = (
            "files of other kinds: " + ", ".join(f"{n} {kind}" for kind, n in others.most_common(5))
            if others else "an empty folder"
        )  # fmt: skip
        raise InputError(
            "a folder with maps (" + ", ".join(FORMATS[:2]) + ", .zip, .gz, .shp, .gpkg, .kml ...)",
            given, "name the folder that holds them", where=path,
        )  # fmt: skip
    return sources


def _unpacked(path: str, label: str, *, explicit: bool) -> list[Source]:
    lowered = path.lower()
    if lowered.endswith(".zip"):
        return _members(path, label)
    if _suffix(path) in FORMATS or explicit:
        return [Source(path, None, label)]
    return []


def _members(path: str, label: str) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in archive.namelist() if not name.endswith("/"))
    except (OSError, zipfile.BadZipFile):
        return [Source(path, None, label)]  # reading it says what is wrong
    names = [name for name in names if not os.path.basename(name).startswith((".", "__MACOSX"))]
    names = [name for name in names if not name.startswith("__MACOSX")]
    found = [name for name in names if _suffix(name) in FORMATS]
    return [Source(path, name, f"{label}/{name}", packed=True) for name in found] or [
        Source(path, None, label)
    ]
