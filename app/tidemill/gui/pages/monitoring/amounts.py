"""Amounts of money, or of whatever a model's answers are worth in, as people write them."""

from tidemill.gui.kit import numbers


def money(value: float, unit: str) -> str:
    """An amount as people write it: `£39.4k`, `1,200 kWh`."""
    size = abs(value)
    digits, end = (value / 1e6, "M") if size >= 1e6 else (value, "")
    if 1e4 <= size < 1e6:
        digits, end = value / 1e3, "k"
    words = numbers.decimal(abs(digits), 1 if end else 0 if size >= 100 else 2) + end
    sign = "\u2212" if value < 0 else ""
    if len(unit) <= 1:
        return f"{sign}{unit}{words}"
    return f"{sign}{words} {unit}"
