"""Peak memory of the command `territorial passages` on a large file.

The file is made in a temporary folder: the labelled passages, each beside nine articles without
figures, again and again under new ids, until it has the size asked for. The command reads it in
a process of its own; when the time is over it is ended, and how much it had read is told. What
counts is the peak of memory of that process.

Run: .venv/bin/python tests/benchmarks/memory_passages.py [--megabytes 1000] [--seconds 300]
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench_text import PLAIN, sentence

from territorial.readers.batch import SLICE

LIMIT_MB = 300
PASSAGES = Path(__file__).parents[1] / "passages"


def block(plain: int) -> Iterator[dict[str, object]]:
    """Records of our own: each labelled passage, and so many articles without figures."""
    draw = random.Random(7)
    articles = [" ".join(sentence(draw, PLAIN) for _ in range(40)) for _ in range(50)]
    for path in sorted(PASSAGES.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            yield {key: record[key] for key in ("id", "lang", "published", "text")}
            for number in range(plain):
                name = f"plain{number}-{record['id']}"
                yield {"id": name, "published": "2025-02-07", "text": draw.choice(articles)}


def write_passages(path: Path, size: int, plain: int) -> int:
    """A file of at least `size` bytes; how many lines it has.

    Line by line: what this process holds when it starts the command would count as the command's.
    """
    lines = turn = 0
    with path.open("wb") as file:
        while file.tell() < size:
            turn += 1
            for record in block(plain):
                told = json.dumps({**record, "id": f"{record['id']}-{turn}"}, ensure_ascii=False)
                file.write(told.encode() + b"\n")
                lines += 1
    return lines


def main() -> int:
    """Prints what was read and the peak of memory; 1 if it is above the limit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megabytes", type=float, default=1000.0)
    parser.add_argument("--seconds", type=float, default=300.0, help="when to end the command")
    parser.add_argument("--plain", type=int, default=9, help="articles without figures a passage")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        source, target = Path(temporary) / "passages.jsonl", Path(temporary) / "reports.jsonl"
        lines = write_passages(source, int(asked.megabytes * 1e6), asked.plain)
        print(f"{source.stat().st_size / 1e6:.0f} MB in {lines:,} lines", flush=True)
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        begin = time.monotonic()
        command = [sys.executable, "-m", "territorial", "passages", str(source), "-o", str(target)]
        running = subprocess.Popen([*command, "--jobs", "1"], stderr=subprocess.DEVNULL)
        try:
            running.wait(asked.seconds)
            print(f"read to the end, exit code {running.returncode}")
        except subprocess.TimeoutExpired:
            running.terminate()
            running.wait()
            done = sum(1 for path in Path(f"{target}.parts").iterdir() if path.name.isdecimal())
            print(f"ended after {done * SLICE / 1e6:.0f} MB")
        print(f"{time.monotonic() - begin:.0f} s")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{peak:.0f} MB peak memory of the command, limit {LIMIT_MB} MB (of this one: {own:.0f})"
        )
        return 0 if peak < LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main())
