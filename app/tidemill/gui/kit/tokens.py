"""Every colour of the program, by name, once for each theme.

This is the only file with colour values. Everything else asks for a token by name, so that a
theme, or a correction, is one change here. Contrast rules are tested from these values.
"""

from dataclasses import dataclass, replace
from functools import lru_cache


@dataclass(frozen=True)
class Tokens:
    """One theme. Values are `#RRGGBB`, or `#AARRGGBB` where the colour is see-through."""

    name: str
    is_dark: bool

    canvas: str
    surface: str
    subtle: str
    sunken: str
    raised: str
    hover: str
    pressed: str
    selected: str
    selected_hover: str
    line: str
    line_strong: str
    control: str

    text: str
    text2: str
    text3: str
    disabled: str

    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    accent_text: str
    accent_tint: str

    good: str
    good_tint: str
    good_dot: str
    warn: str
    warn_tint: str
    warn_dot: str
    bad: str
    bad_tint: str
    bad_dot: str
    info: str
    info_tint: str
    gold: str
    gold_tint: str
    gold_fill: str
    cand_text: str
    cand_tint: str

    champion: str
    candidate: str
    reference: str
    idle_dot: str
    focus: str
    scrim: str
    tip_bg: str
    tip_text: str
    grid: str
    axis: str

    chart: tuple[str, ...]
    """Categorical colours, taken in this order; markers and dashes go with them."""
    ramp: tuple[str, ...]
    """Sequential stops at 0, 25, 50, 75 and 100 %."""
    ramp_dot: str
    """The dot on a cell that is over its limit."""
    low: str
    """Diverging scale, negative end."""
    high: str
    """Diverging scale, positive end."""

    avatar_tints: tuple[str, ...]
    avatar_texts: tuple[str, ...]
    shadow: str
    shadow_strength: float


MARKERS: tuple[str, ...] = (
    "circle",
    "square",
    "triangle",
    "diamond",
    "circle-hollow",
    "square-hollow",
    "triangle-hollow",
    "diamond-hollow",
)
"""Marker of each categorical colour."""

DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (6, 3),
    (2, 2.4),
    (8, 3, 2, 3),
    (),
    (6, 3),
    (2, 2.4),
    (8, 3, 2, 3),
)
"""Dash of each categorical colour in pixels; empty is solid."""

RAMP_STOPS: tuple[float, ...] = (0.0, 0.25, 0.5, 0.75, 1.0)

LIGHT = Tokens(
    name="light",
    is_dark=False,
    canvas="#F3F5F6",
    surface="#FFFFFF",
    subtle="#F8F9FA",
    sunken="#EDF0F2",
    raised="#FFFFFF",
    hover="#F1F4F5",
    pressed="#E6EBED",
    selected="#E1F0F2",
    selected_hover="#D5E9EC",
    line="#E3E7EA",
    line_strong="#CDD4D9",
    control="#76838C",
    text="#14212B",
    text2="#46555F",
    text3="#5C6A74",
    disabled="#9BA6AD",
    accent="#0B6B7A",
    accent_hover="#095A67",
    accent_press="#074954",
    on_accent="#FFFFFF",
    accent_text="#0A6272",
    accent_tint="#E1F0F2",
    good="#1A7346",
    good_tint="#E3F3EA",
    good_dot="#26905A",
    warn="#8F5400",
    warn_tint="#FCF0DA",
    warn_dot="#BC7209",
    bad="#B02A2A",
    bad_tint="#FBE8E6",
    bad_dot="#D2453F",
    info="#2A5DB8",
    info_tint="#E7EEFB",
    gold="#7E5A00",
    gold_tint="#FAF0D0",
    gold_fill="#B5830A",
    cand_text="#96430A",
    cand_tint="#FCEADC",
    champion="#0B6B7A",
    candidate="#C2570C",
    reference="#8795A0",
    idle_dot="#76838C",
    focus="#0B6B7A",
    scrim="#6B101C24",
    tip_bg="#1B2932",
    tip_text="#F2F5F7",
    grid="#EBEEF0",
    axis="#62717B",
    chart=(
        "#1546A8",
        "#D07C14",
        "#2F9E8C",
        "#8E1458",
        "#7B8DDA",
        "#9A62F0",
        "#7A621A",
        "#4F6B78",
    ),
    ramp=("#F4F6F7", "#F7E7C6", "#F0BC6B", "#D0742A", "#7C2D12"),
    ramp_dot="#FFFFFF",
    low="#1546A8",
    high="#C2570C",
    avatar_tints=("#DEE3F7", "#C6E6DD", "#F6DCBC", "#F3D5E2", "#D9E6EE", "#E6E0F5"),
    avatar_texts=("#3B4C9B", "#17604F", "#7A4608", "#8A2456", "#34566B", "#5A3E9E"),
    shadow="#101C24",
    shadow_strength=1.0,
)

DARK = Tokens(
    name="dark",
    is_dark=True,
    canvas="#0E1417",
    surface="#151C20",
    subtle="#192125",
    sunken="#0B1012",
    raised="#1C252A",
    hover="#1D262B",
    pressed="#253036",
    selected="#12343B",
    selected_hover="#173F47",
    line="#242E34",
    line_strong="#35424A",
    control="#7B8C96",
    text="#E8EEF1",
    text2="#AEBBC3",
    text3="#8A99A3",
    disabled="#5B6972",
    accent="#3CB4C6",
    accent_hover="#57C3D3",
    accent_press="#2DA0B1",
    on_accent="#04212A",
    accent_text="#62CBDA",
    accent_tint="#12343B",
    good="#63CE95",
    good_tint="#132E20",
    good_dot="#4DBB82",
    warn="#EDB452",
    warn_tint="#33270F",
    warn_dot="#E5A53A",
    bad="#F58F87",
    bad_tint="#3B1C1B",
    bad_dot="#EF7770",
    info="#8FB6FF",
    info_tint="#182742",
    gold="#E9C25C",
    gold_tint="#30280C",
    gold_fill="#E0B33A",
    cand_text="#F6B27C",
    cand_tint="#3A2413",
    champion="#3CB4C6",
    candidate="#F09A52",
    reference="#7E8F99",
    idle_dot="#7B8C96",
    focus="#62CBDA",
    scrim="#9E030709",
    tip_bg="#E8EEF1",
    tip_text="#14212B",
    grid="#20292E",
    axis="#8A99A3",
    chart=(
        "#9CC0FF",
        "#E08C2A",
        "#30D6C4",
        "#D24F90",
        "#3F86E8",
        "#A585E0",
        "#E7C65A",
        "#93A7BD",
    ),
    ramp=("#1A2226", "#3D2F17", "#7D5418", "#CF8A2C", "#FFD98A"),
    ramp_dot="#1A1204",
    low="#3F86E8",
    high="#F09A52",
    avatar_tints=("#262F57", "#143B31", "#40290F", "#431E31", "#1D333F", "#30264F"),
    avatar_texts=("#B4C1FA", "#7FD8BF", "#F1BE82", "#F0A8CB", "#A5C9DD", "#C6B4F7"),
    shadow="#000000",
    shadow_strength=2.2,
)


@lru_cache(maxsize=4)
def high_contrast(tokens: Tokens) -> Tokens:
    """The same theme for people who ask for more contrast: hairlines show, tints go.

    Status keeps its shape and its word, so nothing is lost with the tint.
    """
    surface = tokens.surface
    return replace(
        tokens,
        line=tokens.control,
        line_strong=tokens.control,
        text2=tokens.text,
        text3=tokens.text2,
        good_tint=surface,
        warn_tint=surface,
        bad_tint=surface,
        info_tint=surface,
        gold_tint=surface,
        cand_tint=surface,
    )


def _channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance from 0 to 1 of an opaque colour (WCAG 2.2, definition of the term)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio from 1 to 21 of two opaque colours (WCAG 2.2, definition of the term)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
