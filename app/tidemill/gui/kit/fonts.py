"""Fonts by role. The variable fonts are loaded once; weight and optical size go through the axes.

`setWeight` and a style sheet's `font-weight` do nothing between 400 and 700 with these files, so
every font of the program is made here.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QStaticText

from tidemill.gui.kit import metrics

_FILES = {
    "Inter": ("fontpkg_inter", "Inter[opsz,wght].ttf"),
    "JetBrains Mono": ("fontpkg_jetbrains_mono", "JetBrainsMono[wght].ttf"),
}
_TEXT_OPSZ = 14.0
_DISPLAY_OPSZ = 32.0


@dataclass(frozen=True)
class Role:
    """Size in pixels at 100 %, weight on the `wght` axis, tracking in pixels."""

    px: int
    weight: int
    tracking: float = 0.0
    family: str = "Inter"
    is_display: bool = False


ROLES: dict[str, Role] = {
    "display": Role(28, 600, -0.3, is_display=True),
    "metric": Role(22, 600, -0.2, is_display=True),
    "title": Role(20, 600, -0.15, is_display=True),
    "lead": Role(17, 400, -0.1),
    "lead_strong": Role(17, 600, -0.1),
    "h2": Role(15, 600, -0.1),
    "h3": Role(13, 600),
    "strong": Role(13, 500),
    "body": Role(13, 400),
    "small": Role(12, 400),
    "small_strong": Role(12, 500),
    "caption": Role(11, 500, 0.05),
    "mono": Role(12, 400, family="JetBrains Mono"),
    "monosmall": Role(11, 400, family="JetBrains Mono"),
}

ELIDED = {
    "right": Qt.TextElideMode.ElideRight,
    "middle": Qt.TextElideMode.ElideMiddle,
    "left": Qt.TextElideMode.ElideLeft,
    "none": Qt.TextElideMode.ElideNone,
}


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    """Load the font files once; the family each of them registered under."""
    families = {}
    for family, (package, name) in _FILES.items():
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise RuntimeError(f"the font package {package} is not installed")
        path = Path(spec.submodule_search_locations[0]) / "files" / name
        number = QFontDatabase.addApplicationFont(str(path))
        loaded = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        if not loaded:
            raise RuntimeError(f"the font {path} could not be read")
        families[family] = loaded[0]
    return families


@lru_cache(maxsize=256)
def _font(role: str, numeric: bool, scale: float) -> QFont:
    wanted = ROLES[role]
    made = QFont(_families()[wanted.family])
    made.setPixelSize(round(wanted.px * scale))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    made.setVariableAxis(QFont.Tag("wght"), float(wanted.weight))
    if wanted.family == "Inter":
        made.setVariableAxis(QFont.Tag("opsz"), _DISPLAY_OPSZ if wanted.is_display else _TEXT_OPSZ)
    if wanted.tracking:
        made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, wanted.tracking * scale)
    if numeric:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def known_role(role: str) -> str:
    """The role, if there is one of that name; ValueError where a widget names none."""
    if role not in ROLES:
        raise ValueError(f'"{role}" is no role of type: {", ".join(ROLES)}')
    return role


def font(role: str, numeric: bool = False) -> QFont:
    """The font of a role; `numeric` turns tabular figures on, for digits only.

    The same object is returned each time: do not change it, copy it.
    """
    return _font(role, numeric, metrics.current().scale)


class Face:
    """A font with its measures and remembered text widths, for painting many strings."""

    _LIMIT = 20_000

    def __init__(self, made: QFont) -> None:
        """Measure the font once."""
        self.font = made
        self.metrics = QFontMetricsF(made)
        self.ascent = self.metrics.ascent()
        self.height = self.metrics.ascent() + self.metrics.descent()
        self._widths: dict[str, float] = {}
        self._laid_out: dict[str, QStaticText] = {}
        self._elided: dict[tuple[str, int, str], str] = {}

    def width(self, text: str) -> float:
        """Advance of the text in pixels."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) > self._LIMIT:
                self._widths.clear()
            known = self._widths[text] = self.metrics.horizontalAdvance(text)
        return known

    def laid_out(self, text: str) -> QStaticText:
        """The text with its letters placed once: drawing it again takes half the time.

        Draw it with this face's font set, its top at the baseline minus `ascent`.
        """
        known = self._laid_out.get(text)
        if known is None:
            if len(self._laid_out) > self._LIMIT:
                self._laid_out.clear()
            known = self._laid_out[text] = QStaticText(text)
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.prepare(font=self.font)
        return known

    def elided(self, text: str, width: float, mode: str = "right") -> str:
        """The text, or as much of it as fits with an ellipsis."""
        if mode == "none" or self.width(text) <= width + 0.5:
            return text
        key = (text, int(width), mode)
        known = self._elided.get(key)
        if known is None:
            if len(self._elided) > self._LIMIT:
                self._elided.clear()
            known = self._elided[key] = self.metrics.elidedText(text, ELIDED[mode], width)
        return known

    def baseline(self, top: float, height: float) -> int:
        """The whole-pixel baseline that centres one line in a band."""
        return round(top + (height - self.height) / 2 + self.ascent)


@lru_cache(maxsize=256)
def _face(role: str, numeric: bool, scale: float) -> Face:
    return Face(_font(role, numeric, scale))


def face(role: str, numeric: bool = False) -> Face:
    """The measured font of a role at the chosen text size."""
    return _face(role, numeric, metrics.current().scale)
