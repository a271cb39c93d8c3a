"""Look-ups made of the lexicon's files, kept from one run to the next.

Making them takes longer than reading an article. They lie in ``__pycache__``
beside the files, as the byte code of Python's modules does: they are written
when first made, if the folder can be written, and passed over once a file, the
code that makes them or Python has changed. Nothing depends on them being there.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from territorial.lexicon import rows
from territorial.structures import TYPE_CHECKING, blake2b

if TYPE_CHECKING:
    from typing import Any

SEAL = 16  # bytes before the look-up itself
# A file that is newer than this may not be what this process has read of it.
LOADED = time.time_ns()


def kept(name: str, files: Iterable[str], code: Iterable[str], make: Callable[[], Any]) -> Any:
    """What `make` gives, or what it gave before if nothing has changed since.

    Parameters
    ----------
    name : str
        Under which it is kept.
    files : iterable of str
        The files of the lexicon that it is made of.
    code : iterable of str
        The paths of the modules whose code makes it.
    make : callable
        Gives plain values: dicts, lists, tuples, texts and numbers, of these classes alone.
    """
    paths = [os.path.join(rows.FOLDER, file) for file in files]
    state = _state([*paths, *code, rows.__file__, __file__])
    if state is None:
        return make()
    file = f"{name}.{sys.implementation.cache_tag}.kept"
    path = os.path.join(rows.FOLDER, "__pycache__", file)
    data = _read(path, state)
    if data is not None:
        return marshal.loads(data)  # noqa: S302  (sealed: what `_write` wrote)
    made = make()
    if not sys.dont_write_bytecode:
        _write(path, state, marshal.dumps(made))
    return made


def _state(paths: Iterable[str]) -> bytes | None:
    """What tells whether files or Python have changed; None if that cannot be told now."""
    told = [sys.version]
    for path in paths:
        try:
            about = os.stat(path)
        except OSError:  # whoever reads it tells what is wrong
            return None
        if about.st_mtime_ns > LOADED:
            return None
        told.append(f"{path}\t{about.st_size}\t{about.st_mtime_ns}")
    return "\n".join(told).encode("utf-8", "surrogatepass")


def _seal(state: bytes, data: bytes) -> bytes:
    """What only these data made in this state begin with."""
    digest = blake2b(state, digest_size=SEAL)
    digest.update(data)
    return digest.digest()


def _read(path: str, state: bytes) -> bytes | None:
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError:  # not made yet, or not for us to read
        return None
    data = content[SEAL:]
    return data if content[:SEAL] == _seal(state, data) else None


def _write(path: str, state: bytes, data: bytes) -> None:
    """Keeps data under a name at once, so that another process sees all or nothing of them."""
    part = f"{path}.{os.urandom(4).hex()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(part, "xb") as file:
            file.write(_seal(state, data) + data)
        os.replace(part, path)
    except OSError:  # a folder that cannot be written: made anew in each run
        with suppress(OSError):
            os.remove(part)
