"""CPU of fresh processes against an empty Python: `import territorial`, and a text into records.

Byte code and the look-ups of the lexicon are kept beforehand, as a first run does; of each case
the least of many rounds counts, because what a busy machine adds is no cost of the library.

Run: .venv/bin/python tests/benchmarks/bench_start.py
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

ARTICLE = Path(__file__).parents[2] / "data" / "articles" / "advance_slows.txt"
ROUNDS = 25


def cpu(words):
    """User and system seconds of one child process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    # With byte code that may be kept, as in any installation.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.jsonl")
        cases = {
            "python -c pass": ["-c", "pass"],
            "import territorial": ["-c", "import territorial"],
            "territorial --help": ["-m", "territorial", "--help"],
            "territorial article x.txt -o out.jsonl": [
                *("-m", "territorial", "article", str(ARTICLE)),
                *("--published", "2025-02-07", "-o", out),
            ],
        }
        for words in cases.values():  # byte code, look-ups and disk cache
            cpu(words)
        times = {name: [] for name in cases}
        for _ in range(ROUNDS):  # interleaved, so that a busy machine hits all alike
            for name, words in cases.items():
                times[name].append(cpu(words))
    base = min(times["python -c pass"])
    for name, seconds in times.items():
        print(f"{min(seconds) / base:6.2f} x  {name}")


if __name__ == "__main__":
    main()
