"""Sizes in device-independent pixels: space, radii, heights; rows and controls grow with text."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

SPACES: tuple[int, ...] = (2, 4, 6, 8, 10, 12, 16, 20, 24, 32, 44)
TEXT_SCALES: tuple[float, ...] = (0.9, 1.0, 1.1, 1.25)

Density = Literal["compact", "usual", "roomy"]
ROWS: dict[Density, int] = {"compact": 26, "usual": 30, "roomy": 36}
"""Height of a table's row by density, at 100 % of text."""

HAIRLINE = 1
FOCUS_WIDTH = 2
FOCUS_GAP = 1


@dataclass(frozen=True)
class Metrics:
    """The measures of the program at one text size. Heights are whole pixels."""

    scale: float = 1.0
    density: Density = "usual"

    page_margin_table: int = 20
    page_margin_form: int = 28
    card_padding_x: int = 16
    card_padding_y: int = 14
    card_gap: int = 8
    inspector_padding: int = 18
    inspector_gap: int = 13
    content_width: int = 1200

    radius_chip: int = 5
    radius_small: int = 6
    radius_control: int = 7
    radius_item: int = 8
    radius_card: int = 10
    radius_sheet: int = 12
    radius_drop: int = 14

    icon: int = 16
    icon_small: int = 14
    icon_chip: int = 12
    icon_sheet: int = 20
    icon_gap: int = 6

    switch_width: int = 30
    switch_height: int = 18
    checkbox: int = 16
    status: int = 10
    target: int = 24

    rail_width: int = 212
    rail_folded: int = 56
    top_bar: int = 52
    status_bar: int = 28
    inspector_width: int = 320

    def scaled(self, pixels: float) -> int:
        """A height or width that grows with the text."""
        return round(pixels * self.scale)

    def dense(self, pixels: float) -> int:
        """Height of a row that is so high at 100 % text and usual density."""
        return self.scaled(pixels * ROWS[self.density] / ROWS["usual"])

    @property
    def control(self) -> int:
        """Height of buttons and fields on pages."""
        return self.scaled(32)

    @property
    def control_small(self) -> int:
        """Height of buttons and fields in inspectors and cards."""
        return self.scaled(28)

    @property
    def control_tiny(self) -> int:
        """Height of buttons in section heads."""
        return self.scaled(24)

    @property
    def control_foot(self) -> int:
        """Height of buttons in the foot of a sheet."""
        return self.scaled(36)

    @property
    def chip(self) -> int:
        """Height of a chip."""
        return self.scaled(20)

    @property
    def row(self) -> int:
        """Row of a table, as dense as the person wants it."""
        return self.scaled(ROWS[self.density])

    @property
    def row_compact(self) -> int:
        """Row of a compact table."""
        return self.scaled(26)

    @property
    def row_roomy(self) -> int:
        """Row of a roomy table, and of versions."""
        return self.scaled(36)

    @property
    def row_files(self) -> int:
        """Row of files."""
        return self.scaled(34)

    @property
    def row_profile(self) -> int:
        """Row of a dataset's profile."""
        return self.scaled(37)

    @property
    def row_two_lines(self) -> int:
        """Row with a second line."""
        return self.scaled(52)

    @property
    def row_palette(self) -> int:
        """Row of the command palette."""
        return self.scaled(38)

    @property
    def table_head(self) -> int:
        """Height of a table's head."""
        return self.scaled(32)

    @property
    def menu_item(self) -> int:
        """Height of an item in a menu or list."""
        return self.scaled(32)


class _Chosen:
    scale: float = 1.0
    density: Density = "usual"


@lru_cache(maxsize=16)
def _at(scale: float, density: Density) -> Metrics:
    return Metrics(scale=scale, density=density)


def current() -> Metrics:
    """The measures at the chosen text size and density."""
    return _at(_Chosen.scale, _Chosen.density)


def set_scale(scale: float) -> None:
    """Choose the text size, 0.9 to 1.25; call through `theme.set_text_scale`, which repaints."""
    if not 0.5 <= scale <= 3.0:
        raise ValueError(f"text scale {scale} is outside 0.5 to 3")
    _Chosen.scale = scale


def set_density(density: Density) -> None:
    """Choose how much room rows have; call through `theme.set_density`, which lays out anew."""
    _Chosen.density = density
