"""Datasets that come in files, week after week, and twenty ways in which such a file goes wrong."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

Columns = dict[str, list[Any]]
WEEK = np.timedelta64(7, "D")
START = np.datetime64("2024-01-01T00:00", "s")
CITIES = ("Köln", "Münster", "Ulm", "Görlitz", "Bonn")


@dataclass(frozen=True)
class Source:
    """A dataset: how a file of a week is drawn, and which columns the faults pick."""

    name: str
    series: str
    draw: Callable[[np.random.Generator, int], Columns]
    target: str
    time: str | None
    number: str
    other_number: str
    positive: str
    category: str
    accented: str
    key: str
    leaky: str
    number_format: dict[str, int] = field(default_factory=dict)

    def week(self, number: int, seed: int = 0) -> Columns:
        """The file of a week; the same for the same seed."""
        return self.draw(np.random.default_rng([seed, number, len(self.name)]), number)


def orders(rng: np.random.Generator, week: int) -> Columns:
    """Orders of a week in the order they came, between 8 and 18 o'clock; they slowly grow."""
    n = int(rng.normal(600, 25))
    days = rng.choice(7, n, p=[0.18, 0.16, 0.15, 0.15, 0.16, 0.12, 0.08])
    seconds = np.clip(rng.normal(13, 2.4, n), 8, 17.99) * 3600
    at = np.sort(START + week * WEEK + (days * 86400 + seconds).astype("timedelta64[s]"))
    amount = rng.lognormal(3.4 + 0.004 * week, 0.7, n)
    items = rng.poisson(1.6, n) + 1
    weight = rng.gamma(2.0, 1.4, n) + 0.1
    back = rng.random(n) < 1 / (1 + np.exp(2.0 - 0.01 * amount - 0.2 * items))
    discount = np.where(rng.random(n) < 0.08, np.nan, rng.beta(2, 9, n).round(3))
    return {
        "order_id": [week * 10_000 + i for i in range(n)],
        "ordered_at": [str(moment).replace("T", " ") for moment in at],
        "city": rng.choice(CITIES, n, p=[0.4, 0.25, 0.2, 0.1, 0.05]).tolist(),
        "channel": rng.choice(["web", "shop", "phone"], n, p=[0.7, 0.2, 0.1]).tolist(),
        "amount": amount.round(2).tolist(),
        "items": items.tolist(),
        "weight_kg": weight.round(3).tolist(),
        "discount": _texts(discount),
        "returned": np.where(back, "yes", "no").tolist(),
    }


def sensors(rng: np.random.Generator, week: int) -> Columns:
    """Readings every twenty minutes, day and night, with a season and values that depend on each
    other."""
    at = START + week * WEEK + np.arange(504) * np.timedelta64(1200, "s")
    hour = np.arange(504) / 3 % 24
    season = 9 * np.sin(2 * np.pi * (week - 12) / 52)
    warmth = 11 + season + 4 * np.sin(2 * np.pi * (hour - 9) / 24) + rng.normal(0, 2.2, 504)
    wind = rng.weibull(1.8, 504) * 6
    humidity = np.clip(78 - 1.1 * (warmth - 10) + rng.normal(0, 8, 504), 12, 100)
    output = np.clip(8 * wind**1.5 + rng.normal(0, 14, 504), 0, None)
    return {
        "reading": [week * 1000 + i for i in range(504)],
        "at": [str(moment).replace("T", " ") for moment in at],
        "station": rng.choice(["Höhe", "Tal", "Küste"], 504, p=[0.4, 0.35, 0.25]).tolist(),
        "state": rng.choice(["ok", "check"], 504, p=[0.93, 0.07]).tolist(),
        "warmth": warmth.round(2).tolist(),
        "humidity": humidity.round(1).tolist(),
        "wind": wind.round(2).tolist(),
        "output_kw": output.round(2).tolist(),
    }


def customers(rng: np.random.Generator, week: int) -> Columns:
    """All customers as they are in a week; each file replaces the one before."""
    n = 700 + 4 * week
    tenure = rng.gamma(2.0, 16.0, n).astype(int)
    charge = rng.normal(42, 9, n).clip(9)
    calls = rng.poisson(1.1, n)
    gone = rng.random(n) < 1 / (1 + np.exp(2.6 + 0.02 * tenure - 0.4 * calls))
    seen = START.astype("datetime64[D]") + week * 7 - rng.exponential(9, n).astype(int)
    login = np.where(rng.random(n) < 0.03, "", seen.astype(str))
    region = rng.choice(["Süd", "Nord", "Öst", "West"], n, p=[0.3, 0.3, 0.2, 0.2])
    return {
        "customer": [f"C{100_000 + i}" for i in range(n)],
        "last_login": login.tolist(),
        "region": region.tolist(),
        "plan": rng.choice(["basic", "plus", "pro"], n, p=[0.5, 0.35, 0.15]).tolist(),
        "tenure": tenure.tolist(),
        "charge": charge.round(2).tolist(),
        "calls": calls.tolist(),
        "usage": (rng.lognormal(2.0, 0.9, n)).round(2).tolist(),
        "churned": gone.astype(int).tolist(),
    }


SOURCES = (
    Source(
        "orders", "append", orders, "returned", "ordered_at", "amount", "weight_kg", "amount",
        "channel", "city", "order_id", "weight_kg",
    ),
    Source(
        "sensors", "append", sensors, "output_kw", "at", "humidity", "wind", "humidity",
        "state", "station", "reading", "humidity",
    ),
    Source(
        "customers", "replace", customers, "churned", "last_login", "charge", "usage", "charge",
        "plan", "region", "customer", "tenure",
    ),
)  # fmt: skip


def as_bytes(columns: Columns) -> bytes:
    """The columns as a CSV file in UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return out.getvalue().encode()


def written(path: Path, columns: Columns) -> Path:
    """Write a file."""
    path.write_bytes(as_bytes(columns))
    return path


def _texts(values: Any) -> list[Any]:
    return ["" if np.isnan(value) else value for value in values.tolist()]


# The faults. Each takes the source, a good file's columns and a generator.

Fault = Callable[[Source, Columns, np.random.Generator], Columns | bytes]


def _changed(columns: Columns, name: str, work: Callable[[Any], Any]) -> Columns:
    return {**columns, name: ["" if v == "" else work(v) for v in columns[name]]}


def _some(columns: Columns, name: str, share: float, rng: np.random.Generator, to: Any) -> Columns:
    hit = rng.random(len(columns[name])) < share
    return {**columns, name: [to if h else v for v, h in zip(columns[name], hit, strict=True)]}


def column_renamed(source: Source, columns: Columns, _: Any) -> Columns:
    """A column has another name."""
    new = f"{source.number}_new"
    return {(new if name == source.number else name): v for name, v in columns.items()}


def type_change(source: Source, columns: Columns, _: Any) -> Columns:
    """Numbers come with their unit."""
    return _changed(columns, source.number, lambda v: f"{v} units")


def unit_change(source: Source, columns: Columns, _: Any) -> Columns:
    """A number is a thousand times what it was."""
    return _changed(columns, source.number, lambda v: round(v * 1000, 2))


def missing_jump(source: Source, columns: Columns, rng: np.random.Generator) -> Columns:
    """A fifth of a column is missing."""
    return _some(columns, source.other_number, 0.2, rng, "")


def duplicate_block(_: Source, columns: Columns, __: Any) -> Columns:
    """The first eighth of the rows comes twice."""
    return {name: v + v[: len(v) // 8] for name, v in columns.items()}


def truncated_file(_: Source, columns: Columns, __: Any) -> bytes:
    """The file ends in the middle of a row."""
    whole = as_bytes(columns)
    return whole[: int(0.55 * len(whole))].rstrip(b"\n")[:-3]


def shuffled_columns(_: Source, columns: Columns, __: Any) -> Columns:
    """The values have moved one column on under the same header."""
    names, values = list(columns), list(columns.values())
    return dict(zip(names, values[1:] + values[:1], strict=True))


def date_format(source: Source, columns: Columns, _: Any) -> Columns:
    """Dates come with the month first and slashes."""

    def turned(text: str) -> str:
        day, _, time = text.partition(" ")
        year, month, of_month = day.split("-")
        return f"{month}/{of_month}/{year} {time}".strip()

    return _changed(columns, source.time or "", turned)


def time_zone(source: Source, columns: Columns, _: Any) -> Columns:
    """All times are five hours earlier."""

    def shifted(text: str) -> str:
        moment = np.datetime64(text.replace(" ", "T"), "s") - np.timedelta64(5, "h")
        return str(moment).replace("T", " ")

    return _changed(columns, source.time or "", shifted)


def stale_file(source: Source, _: Columns, rng: np.random.Generator) -> Columns:
    """The file of the second week comes again, exported anew: numbers differ in the last digit."""
    old = source.week(1)
    return _changed(old, source.other_number, lambda v: round(v + rng.normal(0, 0.02), 2))


def new_category(source: Source, columns: Columns, rng: np.random.Generator) -> Columns:
    """A category nobody knew, in a twentieth of the rows."""
    return _some(columns, source.category, 0.05, rng, "kiosk")


def case_change(source: Source, columns: Columns, _: Any) -> Columns:
    """Categories come in capitals."""
    return _changed(columns, source.category, str.upper)


def encoding_damage(source: Source, columns: Columns, _: Any) -> Columns:
    """UTF-8 was read as Latin-1 and written again."""
    return _changed(columns, source.accented, lambda v: v.encode().decode("latin-1"))


def swapped_columns(source: Source, columns: Columns, _: Any) -> Columns:
    """Two columns of numbers have each other's values."""
    one, other = source.number, source.other_number
    return {**columns, one: columns[other], other: columns[one]}


def constant_column(source: Source, columns: Columns, _: Any) -> Columns:
    """A column has the same value in every row."""
    return {**columns, source.number: [columns[source.number][0]] * len(columns[source.number])}


def outlier(source: Source, columns: Columns, rng: np.random.Generator) -> Columns:
    """One value in the file is 10,000 times too large."""
    values = list(columns[source.number])
    values[int(rng.integers(len(values)))] = round(max(values) * 10_000, 2)
    return {**columns, source.number: values}


def sign_flip(source: Source, columns: Columns, _: Any) -> Columns:
    """A positive column is negative."""
    return _changed(columns, source.positive, lambda v: -v)


def key_repeats(source: Source, columns: Columns, rng: np.random.Generator) -> Columns:
    """Three rows in a hundred have the key of another."""
    return _some(columns, source.key, 0.03, rng, columns[source.key][5])


def target_leak(source: Source, columns: Columns, rng: np.random.Generator) -> Columns:
    """A feature holds what will be asked for, a little noised."""
    codes = {"no": 0.0, "yes": 1.0}
    goal = np.array([codes.get(v, v) for v in columns[source.target]], dtype=float)
    usual = np.array([v or 0.0 for v in columns[source.leaky]], dtype=float)
    scaled = (goal - goal.mean()) / goal.std() * usual.std() + usual.mean()
    noised = scaled + rng.normal(0, 0.05 * usual.std(), len(scaled))
    return {**columns, source.leaky: np.abs(noised).round(3).tolist()}


def label_missing(source: Source, columns: Columns, rng: np.random.Generator) -> Columns:
    """A tenth of the labels is missing."""
    return _some(columns, source.target, 0.1, rng, "")


FAULTS: tuple[Fault, ...] = (
    column_renamed, type_change, unit_change, missing_jump, duplicate_block, truncated_file,
    shuffled_columns, date_format, time_zone, stale_file, new_category, case_change,
    encoding_damage, swapped_columns, constant_column, outlier, sign_flip, key_repeats,
    target_leak, label_missing,
)  # fmt: skip
