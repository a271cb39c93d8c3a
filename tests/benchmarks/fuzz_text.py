"""The text reader under a coverage-guided fuzzer (atheris, libFuzzer) for minutes, not seconds.

Each input is a text, a language or none, and a day of publication. It has to keep the promises
that `tests/test_text_fuzz.py` tests with Hypothesis: no error but the library's own, spans
that hold their words, low <= value <= high, start <= end, the same reports for the same text.
The corpus begins with the labelled passages; half of the changes are of bytes, half of words.
A finding is kept as a file, told with its traceback, and the run goes on; the same place in
the code is told once.

Run: .venv/bin/python tests/benchmarks/fuzz_text.py --install [--seconds 600] [--keep FOLDER]

`--install` makes an environment in a temporary folder and installs atheris into it; without
it the running Python has to have atheris, hypothesis and pytest.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import traceback
import venv
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 800  # bytes of an input
LANGUAGES = (None, "en", "uk", "ru")
HEAD = 3  # bytes before the text: language, day of publication
FIRST_DAY = dt.date(1939, 1, 1)


def parts(data: bytes) -> tuple[str, str | None, dt.date]:
    """Text, language and day of publication of an input; bytes that are no text are kept too."""
    head = data[:HEAD].ljust(HEAD, b"\0")
    day = FIRST_DAY + dt.timedelta(days=int.from_bytes(head[1:], "big"))
    return data[HEAD:].decode("utf-8", "surrogateescape"), LANGUAGES[head[0] % 4], day


def change_words(data: bytes, pool: list[str], longest: int, seed: int) -> bytes:
    """A few words of an input left out, told twice, changed places or put in anew."""
    draw = random.Random(seed)
    words = data[HEAD:].split(b" ")
    for _ in range(draw.randrange(1, 5)):
        at = draw.randrange(len(words) + 1)
        what = draw.randrange(4)
        if what == 0:
            words.insert(at, draw.choice(pool).encode("utf-8", "surrogatepass"))
        elif what == 1 and len(words) > 1:
            words.pop(at - 1)
        elif what == 2 and words:
            words[at - 1] = draw.choice(pool).encode("utf-8", "surrogatepass")
        elif words:
            words.insert(at, draw.choice(words))
    return (data[:HEAD] + b" ".join(words))[:longest]


def fuzz(seconds: int, corpus: Path, findings: Path) -> None:
    """Never comes back: libFuzzer ends the process when the time is over."""
    import atheris

    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    with atheris.instrument_imports(include=["territorial"]):
        from territorial.errors import TerritorialError
        from territorial.text import reader  # noqa: F401
    from test_text_fuzz import PASSAGES, PIECES, all_must_hold

    pool = [piece for pieces in PIECES.values() for piece in pieces]
    pool += sorted({word for words in PASSAGES for word in words})
    for number, words in enumerate(PASSAGES):
        text = " ".join(words).encode()[: LONGEST - HEAD]
        (corpus / f"passage{number}").write_bytes(bytes([0, 0x7A, 0x80]) + text)
    told: set[tuple[str, ...]] = set()

    def one_input(data: bytes) -> None:
        text, lang, published = parts(data)
        try:
            all_must_hold(text, published, lang)
        except TerritorialError:
            pass  # told in the library's own words
        except Exception as error:  # noqa: BLE001 (whatever it is, it is a finding)
            frames = traceback.extract_tb(error.__traceback__)
            place = (type(error).__name__, *(f"{f.name}:{f.lineno}" for f in frames[-2:]))
            if place in told:
                return
            told.add(place)
            (findings / f"finding{len(told)}").write_bytes(data)
            print(f"FINDING {len(told)}: lang={lang} published={published}\n{text!r}", flush=True)
            traceback.print_exc()

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        if seed % 2:
            return atheris.Mutate(data, longest)
        return change_words(data, pool, longest, seed)

    options = [sys.argv[0], str(corpus), f"-max_total_time={seconds}", f"-max_len={LONGEST}",
               "-timeout=20", "-print_final_stats=1", f"-artifact_prefix={findings}/"]  # fmt: skip
    atheris.Setup(options, one_input, custom_mutator=mutate)
    atheris.Fuzz()


def installed(folder: Path) -> str:
    """The Python of a new environment with atheris."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    packages = ["atheris", "hypothesis", "pytest"]
    subprocess.run([python, "-m", "pip", "install", "-q", *packages], check=True)
    return python


def main() -> int:
    """Runs the fuzzer in a process of its own and counts what it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--install", action="store_true", help="install atheris temporarily")
    parser.add_argument("--seconds", type=int, default=600, help="how long (600)")
    parser.add_argument("--keep", type=Path, help="folder for corpus and findings")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        kept = asked.keep or Path(temporary)
        corpus, findings = kept / "corpus", kept / "findings"
        for folder in (corpus, findings):
            folder.mkdir(parents=True, exist_ok=True)
        if asked.inside:
            fuzz(asked.seconds, corpus, findings)
        python = installed(Path(temporary) / "environment") if asked.install else sys.executable
        again = [python, __file__, "--inside", "--keep", str(kept)]
        ended = subprocess.run(
            [*again, "--seconds", str(asked.seconds)],
            check=False,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        )
        found = len(list(findings.iterdir()))
        print(f"{found} findings; the fuzzer ended with {ended.returncode}")
        return 1 if found or ended.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
