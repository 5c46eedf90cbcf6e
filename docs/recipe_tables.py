"""Makes the tables of the recipes in the guide: `python docs/recipe_tables.py churn .`

Each is drawn from a fixed seed, so that whoever follows a recipe sees the figures it speaks of.
"""

import csv
import math
import random
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

Row = dict[str, object]
DAY = date(2026, 1, 5)


def churn(rng: random.Random, n_rows: int = 900) -> Iterator[Row]:
    """Customers of a phone company: who left within three months."""
    for number in range(n_rows):
        months = rng.randint(1, 60)
        calls = rng.choice([0, 0, 0, 1, 1, 2, 4])
        contract = rng.choice(["month", "month", "year", "two years"])
        logit = -1.6 - 0.03 * months + 0.8 * calls + (1.2 if contract == "month" else 0.0)
        yield {
            "customer": 10_000 + number,
            "asked_on": DAY + timedelta(days=number // 10),
            "contract": contract,
            "months": months,
            "calls_to_support": calls,
            "bill": round(rng.gauss(42, 11), 2),
            "left": "yes" if rng.random() < 1 / (1 + math.exp(-logit)) else "no",
        }


def demand(rng: random.Random, n_rows: int = 420) -> Iterator[Row]:
    """Loaves sold a day in one shop: a week's pattern, a slow rise, offers."""
    for number in range(n_rows):
        day = DAY - timedelta(days=n_rows - number)
        offer = rng.random() < 0.15
        week = (0, 4, 6, 10, 28, 45, -20)[day.weekday()]
        sold = 120 + week + number * 0.05 + (30 if offer else 0) + rng.gauss(0, 8)
        yield {"day": day, "shop": "Mill Lane", "offer": "yes" if offer else "no",
               "sold": max(0, round(sold))}  # fmt: skip


def fraud(rng: random.Random, n_rows: int = 1_500) -> Iterator[Row]:
    """Card payments: few are fraud, and these are large, far and at night."""
    for number in range(n_rows):
        is_fraud = rng.random() < 0.06
        night = rng.random() < (0.6 if is_fraud else 0.12)
        yield {
            "payment": 500_000 + number,
            "paid_on": DAY + timedelta(days=number // 20),
            "amount": round(rng.lognormvariate(4.9 if is_fraud else 3.4, 0.8), 2),
            "km_from_home": round(rng.expovariate(1 / (90 if is_fraud else 12)), 1),
            "at_night": "yes" if night else "no",
            "shop": rng.choice(["food", "fuel", "travel", "web"]),
            "fraud": "yes" if is_fraud else "no",
        }


def quality(rng: random.Random, n_rows: int = 700, hotter: float = 0.0) -> Iterator[Row]:
    """Parts off a line: the strength that a test bench measures later."""
    for number in range(n_rows):
        heat, speed = rng.gauss(210, 6) + hotter, rng.gauss(34, 3)
        line = rng.choice(["A", "B"])
        strength = 62 - 0.09 * (heat - 210) ** 2 / 6 - 0.5 * (speed - 34) + rng.gauss(0, 1.2)
        yield {
            "part": 1 + number,
            "made_on": DAY + timedelta(days=number // 12),
            "line": line,
            "heat": round(heat, 1),
            "speed": round(speed, 2),
            "strength": round(strength - (1.5 if line == "B" else 0), 2),
        }


def hotter(rng: random.Random) -> Iterator[Row]:
    """The same line, six degrees hotter."""
    return quality(rng, hotter=6.0)


TABLES: dict[str, Callable[[random.Random], Iterator[Row]]] = {
    "churn": churn,
    "demand": demand,
    "fraud": fraud,
    "quality": quality,
    "hotter": hotter,
}


def write(name: str, folder: Path) -> Path:
    """Write a table as CSV and return where it lies."""
    rows = list(TABLES[name](random.Random(20)))
    path = folder / f"{name}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        out.writerows(rows)
    return path


if __name__ == "__main__":
    print(write(sys.argv[1], Path(sys.argv[2] if len(sys.argv) > 2 else ".")))
