"""A report that leaves the window has the window's colours, dashes and markers."""

import pytest

from tidemill.gui.kit.tokens import DARK, DASHES, LIGHT, MARKERS, Tokens
from tidemill.services import report_page, svg_plots


@pytest.mark.parametrize(
    ("ours", "tokens"),
    [(report_page.LIGHT, LIGHT), (report_page.DARK, DARK)],
    ids=["light", "dark"],
)
def test_the_colours_are_the_tokens_of_the_theme(ours: dict[str, str], tokens: Tokens) -> None:
    for name, value in ours.items():
        if name[0] == "c" and name[1:].isdecimal():
            assert value == tokens.chart[int(name[1:])]
        else:
            assert value == getattr(tokens, name.replace("-", "_"))
    assert len(tokens.chart) == svg_plots.N_TONES


def test_runs_have_the_same_dash_and_marker() -> None:
    assert svg_plots.MARKERS == MARKERS
    ours = [tuple(float(part) for part in dash.split()) for dash in svg_plots.DASHES]
    assert ours == [tuple(map(float, dash)) for dash in DASHES]
