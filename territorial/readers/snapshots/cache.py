"""What was computed of a map, kept by its content, so that a next run reads new maps only."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from typing import Any

from territorial.errors import InputError

# Counted up when what is computed changes.
VERSION = 2


class Cache:
    """A small SQLite file of JSON values; without a path, nothing is kept.

    Parameters
    ----------
    path : str or path, optional
        The file; it is made if it is not there.
    """

    def __init__(self, path: str | os.PathLike[str] | None) -> None:
        self.path = None if path is None else os.fspath(path)
        self.found = self.missed = 0
        self._base: sqlite3.Connection | None = None
        if self.path is not None:
            try:
                self._base = sqlite3.connect(self.path, timeout=30)
                # Each value is kept at once without waiting for the disk.
                self._base.execute("PRAGMA journal_mode = WAL")
                self._base.execute("PRAGMA synchronous = NORMAL")
                self._base.execute(
                    "CREATE TABLE IF NOT EXISTS maps (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
                )
                self._base.commit()
            except sqlite3.Error as error:
                self.close()
                raise InputError(
                    "a cache file that can be opened", f"{error}",
                    "name a new file in a folder that exists, or delete the broken one",
                    where=self.path,
                ) from None  # fmt: skip

    def get(self, key: str) -> Any:
        """The value under `key`, or None."""
        if self._base is None:
            return None
        row = self._base.execute("SELECT value FROM maps WHERE key = ?", (key,)).fetchone()
        self.found += row is not None
        self.missed += row is None
        return None if row is None else json.loads(row[0])

    def put(self, key: str, value: Any) -> None:
        """Keep `value` at once: a run that is stopped has lost nothing."""
        if self._base is not None:
            with self._base:
                self._base.execute(
                    "INSERT OR REPLACE INTO maps VALUES (?, ?)", (key, json.dumps(value))
                )

    def close(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None


def key_of(kind: str, *parts: str | bytes) -> str:
    """The key of a value that depends on nothing but `parts`."""
    digest = hashlib.blake2b(f"{VERSION} {kind}".encode(), digest_size=20)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little"))
        digest.update(data)
    return f"{kind}-{digest.hexdigest()}"
