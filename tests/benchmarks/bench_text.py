"""Batch reading of text against a plain scan for number and unit over the same articles.

The corpus is made from templates of its own: one article in ten holds figures of
territory, the others hold none (but numbers, dates, names and distances of
everyday news). Each ratio is the time of the whole reader over the time of one
case-insensitive `re` search that only counts numbers followed by a unit; times
are CPU seconds, the least of interleaved rounds.

Run: .venv/bin/python tests/benchmarks/bench_text.py [megabytes]
"""

import datetime as dt
import gc
import random
import re
import sys
import time
from collections.abc import Callable

from territorial.text.reader import read_records

ROUNDS = 3
PUBLISHED = dt.date(2025, 2, 7)
NUMBER = r"\d[\d.,]*(?: (?:hundred|thousand|million))?"
UNIT = (
    r"(?:sq(?:uare|\.)?[ -]?(?:kilomet(?:er|re)s?|km|miles?|mi|met(?:er|re)s?)|km²|km2|km\^2"
    r"|kilomet(?:er|re)s?|km|miles?|hectares?|ha|acres?|dunams?|per ?cent|%"
    r"|(?:settlement|village|town|district)s?)"
)
SCAN = re.compile(rf"\b{NUMBER}[ -]?{UNIT}", re.IGNORECASE)

PLAIN = (
    "The council in {place} met on {weekday} to talk about the budget for schools and roads.",
    "Officials said that {count} people had asked for help since the start of the month.",
    "A spokesman for the ministry, who asked not to be named, called the talks useful.",
    "Prices for bread and fuel rose again, and traders at the market blamed the weather.",
    "“We wait and see,” said a teacher who has worked in {place} for {few} years.",
    "The president flew to the capital on {weekday} and met the prime minister for lunch.",
    "Power was cut in the morning and came back after {few} hours, the grid operator wrote.",
    "Analysts expect that the central bank will keep its rate when it meets in {month}.",
    "Russian and Ukrainian officials traded lists of names before the exchange of prisoners.",
    "In a statement, the army said its air defence had been at work through the night.",
    "The trial of the former mayor, which began in {month} {year}, was put off once more.",
    "Fans sang until late, although the home side had lost two goals to one.",
    "Rain is expected from {weekday} on, and rivers in the north may leave their banks.",
    "She wrote {few} books about the history of the coast, the last of them in {year}.",
    "The company, listed since {year}, said that it had paid {count} dollars for the ships.",
    "None of the witnesses could say when the convoy had left, or who had ordered it.",
)
FIGURES = (
    "Russian forces captured {area} square kilometres of Ukrainian territory in {month}.",
    "Ukraine retook {few} villages near {place} last week, the general staff said.",
    "Russia holds about {share}% of the country, according to analysts.",
    "Moscow's troops advanced up to {few} km west of {place} between 1 and 7 {month}.",
    "The rate of the Russian advance fell to {few} sq km per day, against {area} sq km in {month}.",
    "Kyiv's army liberated more than {area} km² in the Kursk region.",
)  # fmt: skip
PLACES = ("Kharkiv", "Riverton", "Odesa", "Oldbridge", "Pokrovsk", "Kurakhove", "Sumy", "Lakeside")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONTHS = ("November", "December", "January")


def sentence(draw: random.Random, templates: tuple[str, ...]) -> str:
    """One template with its gaps filled."""
    return draw.choice(templates).format(
        place=draw.choice(PLACES), weekday=draw.choice(WEEKDAYS), month=draw.choice(MONTHS),
        count=f"{draw.randrange(1000, 90000):,}", few=draw.randrange(2, 12),
        year=draw.randrange(1990, 2024), area=draw.randrange(12, 900), share=draw.randrange(12, 30),
    )  # fmt: skip


def article(draw: random.Random, figures: int) -> str:
    """Some forty sentences in paragraphs, `figures` of them with figures of territory."""
    told = set(draw.sample(range(40), figures))
    lines = [sentence(draw, FIGURES if at in told else PLAIN) for at in range(40)]
    return "\n\n".join(" ".join(lines[at : at + 4]) for at in range(0, 40, 4))


def corpus(size: float, one_in: int | None, seed: int = 7) -> list[str]:
    """Articles of together `size` million characters, one in `one_in` with figures."""
    draw = random.Random(seed)
    articles: list[str] = []
    total = 0
    while total < size * 1e6:
        holds = one_in is not None and len(articles) % one_in == 0
        articles.append(article(draw, 4 if holds else 0))
        total += len(articles[-1])
    return articles


def read_all(articles: list[str]) -> int:
    """How many reports the library finds."""
    return sum(len(read_records(text, published=PUBLISHED)) for text in articles)


def scan_all(articles: list[str]) -> int:
    """How many numbers with a unit a plain search finds."""
    return sum(1 for text in articles for _ in SCAN.finditer(text))


def least(jobs: dict[str, Callable[[], int]]) -> dict[str, tuple[float, int]]:
    """CPU seconds (the least of interleaved rounds) and result of each job."""
    best: dict[str, tuple[float, int]] = {}
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            gc.collect()
            begin = time.process_time()
            result = job()
            seconds = time.process_time() - begin
            if name not in best or seconds < best[name][0]:
                best[name] = seconds, result
    return best


def main() -> None:
    """Prints the ratios."""
    size = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    mixed, plain = corpus(size, 10), corpus(size, None)
    quarter = mixed[: len(mixed) // 4]
    read_all(quarter[:20])  # the lexicon is read once
    best = least({
        "scan mixed": lambda: scan_all(mixed),
        "read mixed": lambda: read_all(mixed),
        "scan plain": lambda: scan_all(plain),
        "read plain": lambda: read_all(plain),
        "read quarter": lambda: read_all(quarter),
        "one article": lambda: read_all(["\n\n".join(quarter[:20])]),
        "one of 4 times": lambda: read_all(["\n\n".join(quarter[:80])]),
    })  # fmt: skip
    for name, (seconds, result) in best.items():
        print(f"{seconds:8.3f} s  {name:16}{result:7} found")
    ratio = {name: best[f"read {name}"][0] / best[f"scan {name}"][0] for name in ("mixed", "plain")}
    print(f"{ratio['mixed']:8.2f} x  the scan: one article in ten with figures")
    print(f"{ratio['plain']:8.2f} x  the scan: no figures")
    growth = best["read mixed"][0] / best["read quarter"][0]
    print(f"{growth:8.2f} x  the time for 4 times the articles")
    growth = best["one of 4 times"][0] / best["one article"][0]
    print(f"{growth:8.2f} x  the time for one article of 4 times the length")


if __name__ == "__main__":
    main()
