"""How the cost of reading a table grows: against csv.reader on the same file, and from size to size.

Run: python tests/benchmarks/bench_tables.py [rows]
"""

import csv
import os
import random
import sys
import tempfile
import time

import territorial


def write_long(path, rows):
    """A ledger of `rows` figures with qualifiers, units and places."""
    chosen = random.Random(7)
    words = ["", "~", ">", "about "]
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["from", "to", "party", "event", "amount", "unit", "region", "source"])
        for n in range(rows):
            year, month = 2015 + n % 10, 1 + n % 12
            out.writerow(
                [
                    f"{year}-{month:02d}-01", f"{year}-{month:02d}-28", chosen.choice(["Russia", "Ukraine"]), "gain",
                    f"{chosen.choice(words)}{chosen.randint(1, 9999):,}", chosen.choice(["km2", "sq mi"]), "Donetsk region", "example desk",
                ]
            )  # fmt: skip


def seconds(call, path):
    start = time.process_time()
    call(path)
    return time.process_time() - start


def plain(path):
    """The yardstick: the rows as lists of text."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def main():
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    sizes = [most // 10, most]
    with tempfile.TemporaryDirectory() as folder:
        cost = {}
        for rows in sizes:
            path = os.path.join(folder, f"{rows}.csv")
            write_long(path, rows)
            rounds = 3
            yard = min(seconds(plain, path) for _ in range(rounds))
            cost[rows] = min(seconds(territorial.table_records, path) for _ in range(rounds))
            print(f"{rows:>8} rows: table_records {cost[rows] / yard:8.0f} x csv.reader")
        small, large = sizes
        print(
            f"cost of one row at {large} rows / at {small} rows: {cost[large] / large / (cost[small] / small):.2f}"
        )


if __name__ == "__main__":
    main()
