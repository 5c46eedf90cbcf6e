"""Colours: contrast as promised, and none anywhere but in the tokens."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

import tidemill.gui
from tidemill.gui.kit.tokens import DARK, LIGHT, Tokens, contrast, high_contrast, luminance

GROUNDS = ("canvas", "surface", "subtle", "sunken", "raised", "hover", "selected")
TEXTS = ("text", "text2", "text3", "accent_text")
ON_TINT = (
    ("good", "good_tint"),
    ("warn", "warn_tint"),
    ("bad", "bad_tint"),
    ("info", "info_tint"),
    ("gold", "gold_tint"),
    ("cand_text", "cand_tint"),
    ("accent_text", "accent_tint"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("tip_text", "tip_bg"),
)
TONES = ("good", "warn", "bad", "info", "gold", "cand_text")
MARKS = ("control", "focus", "good_dot", "warn_dot", "bad_dot", "idle_dot", "champion", "candidate")
HEX = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b")


@pytest.fixture(params=[LIGHT, DARK, high_contrast(LIGHT), high_contrast(DARK)])
def tokens(request: pytest.FixtureRequest) -> Tokens:
    made: Tokens = request.param
    return made


def test_contrast_agrees_with_the_ends_of_the_wcag_scale() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)
    # The grey that WCAG's own examples call just enough on white.
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_text_can_be_read_on_every_ground(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("ground", ["surface", "subtle", "raised", "hover", "selected"])
def test_words_in_a_tone_can_be_read_in_tables(tokens: Tokens, tone: str, ground: str) -> None:
    assert contrast(getattr(tokens, tone), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize(("text", "ground"), ON_TINT)
def test_text_can_be_read_on_its_own_tint(tokens: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("mark", MARKS)
def test_edges_and_marks_stand_out_from_the_page(tokens: Tokens, mark: str) -> None:
    for ground in ("surface", "subtle", "raised", "canvas"):
        assert contrast(getattr(tokens, mark), getattr(tokens, ground)) >= 3.0


def test_chart_series_stand_out_from_the_page(tokens: Tokens) -> None:
    for series in tokens.chart:
        assert contrast(series, tokens.surface) >= 3.0


def test_axis_text_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.axis, tokens.surface) >= 4.5


def test_initials_can_be_read_on_their_circle(tokens: Tokens) -> None:
    for tint, text in zip(tokens.avatar_tints, tokens.avatar_texts, strict=True):
        assert contrast(tint, text) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_drift_ramp_also_reads_in_grey(theme: Tokens) -> None:
    steps = [luminance(stop) for stop in theme.ramp]
    assert steps == sorted(steps, reverse=not theme.is_dark)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_dot_shows_on_the_cells_that_carry_one(theme: Tokens) -> None:
    for stop in theme.ramp[3:]:
        assert contrast(theme.ramp_dot, stop) >= 3.0


def test_every_colour_is_a_whole_hex_value(tokens: Tokens) -> None:
    for field in fields(tokens):
        value = getattr(tokens, field.name)
        for each in value if isinstance(value, tuple) else (value,):
            if isinstance(each, str) and field.name != "name":
                assert HEX.fullmatch(each), field.name


def test_no_colour_stands_outside_the_tokens() -> None:
    root = Path(tidemill.gui.__file__).parent
    found = [
        f"{path.relative_to(root)}: {match}"
        for path in root.rglob("*.py")
        if path.name != "tokens.py"
        for match in HEX.findall(path.read_text(encoding="utf-8"))
    ]
    assert found == []
