"""The tables that the trial drops, trains on and has scored."""

import csv
import random
from pathlib import Path


def written(path: Path, n: int, seed: int) -> Path:
    """Rows whose answer hangs on two columns together, which a linear model sees in part only."""
    chance = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["id", "visits", "basket", "channel", "bought"])
        for number in range(n):
            visits, basket = chance.gauss(0, 1), chance.gauss(0, 1)
            channel = chance.choice(["shop", "web", "app"])
            score = 0.8 * visits + 2.5 * visits * basket + chance.gauss(0, 0.5)
            word = "yes" if score > 0 else "no"
            rows.writerow(
                [seed * 100_000 + number, f"{visits:.4f}", f"{basket:.4f}", channel, word]
            )
    return path
