"""The text reader against quantulum3 and recognizers-text on identical sentences.

The sentences are made from the templates of `bench_text.py`: those with figures of territory,
and everyday ones. The two peers find a number with its unit; the reader finds that too, and
links party, kind and period. Each pass over the sentences is timed in turn, the least CPU
seconds of the rounds count, and the ratio is the peer's time over that of the reader: above 1
the reader is faster. Told by kind of sentence and for nine plain ones to one with a figure.

Run: .venv/bin/python tests/benchmarks/bench_peers.py --install [--sentences 400]

`--install` makes an environment in a temporary folder and installs the peers into it; without
it the running Python has to have them.
"""

from __future__ import annotations

import argparse
import logging
import random
import subprocess
import sys
import tempfile
import venv
import warnings
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
# recognizers-text needs names that emoji 2 took away
PEERS = ("quantulum3", "recognizers-text-suite", "emoji<2")


def readers() -> dict[str, Callable[[str], int]]:
    """How many quantities of one sentence each finds; loaded and warm."""
    warnings.simplefilter("ignore")  # quantulum3 tells of extras that it does without
    logging.disable(logging.WARNING)
    from bench_text import PUBLISHED
    from quantulum3 import parser
    from recognizers_number_with_unit import Culture, NumberWithUnitRecognizer

    from territorial.text.reader import read_records

    dimension = NumberWithUnitRecognizer(Culture.English).get_dimension_model()
    return {
        "territorial": lambda text: len(read_records(text, published=PUBLISHED, lang="en")),
        "quantulum3": lambda text: len(parser.parse(text)),
        "recognizers-text": lambda text: len(dimension.parse(text)),
    }


def measure(count: int) -> None:
    """Prints time per sentence and ratio for each kind of sentence."""
    sys.path.insert(0, str(ROOT))
    from bench_text import FIGURES, PLAIN, least, sentence

    draw = random.Random(7)
    figures = [sentence(draw, FIGURES) for _ in range(count)]
    plain = [sentence(draw, PLAIN) for _ in range(count)]
    kinds = {
        "with figures of territory": figures,
        "plain": plain,
        "one in ten with figures": [*plain[: count * 9 // 10], *figures[: count // 10]],
    }
    for kind, sentences in kinds.items():
        jobs: dict[str, Callable[[], int]] = {}
        for name, read in readers().items():
            read(sentences[0])

            def whole(read: Callable[[str], int] = read, sentences: list[str] = sentences) -> int:
                return sum(map(read, sentences))

            jobs[name] = whole
        best = least(jobs)
        own = best["territorial"][0]
        print(f"{len(sentences)} sentences, {kind}:")
        for name, (seconds, found) in best.items():
            each = seconds / len(sentences) * 1e6
            print(f"  {name:17}{each:9.1f} µs a sentence {found:6} found {seconds / own:7.1f} x")


def installed(folder: Path) -> str:
    """The Python of a new environment with the peers."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def main() -> None:
    """Installs the peers if asked to, and measures."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--install", action="store_true", help="install the peers temporarily")
    arguments.add_argument("--sentences", type=int, default=400)
    asked = arguments.parse_args()
    if not asked.install:
        measure(asked.sentences)
        return
    with tempfile.TemporaryDirectory() as temporary:
        python = installed(Path(temporary))
        command = [python, __file__, "--sentences", str(asked.sentences)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
