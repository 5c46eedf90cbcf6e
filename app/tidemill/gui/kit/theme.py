"""Which theme is on, and how the application takes it on: palette, font, style.

Widgets read tokens when they paint. A change of theme or text size walks once over all widgets,
so no widget has to listen; one with something to set anew offers a method `retheme()`.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QGuiApplication, QPalette, QPen, QStyleHints
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from tidemill.gui.kit import accessible, metrics
from tidemill.gui.kit.fonts import font
from tidemill.gui.kit.style import KitStyle
from tidemill.gui.kit.tokens import DARK, LIGHT, Tokens, high_contrast

Choice = Literal["light", "dark", "system"]
ContrastChoice = Literal["system", "usual", "more"]


class _Notice(QObject):
    theme_changed = Signal()


class _State:
    tokens: Tokens = LIGHT
    choice: Choice = "light"
    contrast: ContrastChoice = "usual"
    style: KitStyle | None = None
    hints: QStyleHints | None = None
    """Held: PySide takes what hangs from it for deleted once nobody holds the hints themselves."""


_notice = _Notice()
theme_changed = _notice.theme_changed
"""Emitted after every widget has been repainted in the new theme or text size."""

_forgetters: list[Callable[[], None]] = []


def current() -> Tokens:
    """The tokens of the theme that is on."""
    return _State.tokens


def on_forget(forget: Callable[[], None]) -> None:
    """Register a cache made from tokens, to be emptied when they change."""
    _forgetters.append(forget)


@lru_cache(maxsize=512)
def colour(token: str, alpha: float = 1.0) -> QColor:
    """A token as a colour, `chart.0` to `chart.7` included; do not change it, copy it.

    ValueError where there is no such token.
    """
    value: object = None
    if not token.startswith("chart."):
        value = getattr(_State.tokens, token, None)
    elif token[6:].isdecimal() and int(token[6:]) < len(_State.tokens.chart):
        value = _State.tokens.chart[int(token[6:])]
    if not isinstance(value, str):
        raise ValueError(f'"{token}" is no colour of the tokens')
    made = QColor(value)
    if alpha < 1.0:
        made.setAlphaF(alpha * made.alphaF())
    return made


@lru_cache(maxsize=256)
def pen(token: str, width: float = 1.0, alpha: float = 1.0) -> QPen:
    """A solid pen in a token's colour with round joins; do not change it, copy it."""
    made = QPen(colour(token, alpha), width)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    made.setCapStyle(Qt.PenCapStyle.RoundCap if width > 1 else Qt.PenCapStyle.FlatCap)
    return made


@lru_cache(maxsize=256)
def brush(token: str, alpha: float = 1.0) -> QBrush:
    """A fill in a token's colour; do not change it, copy it."""
    return QBrush(colour(token, alpha))


def mix(one: QColor, other: QColor, share: float) -> QColor:
    """A colour between two: 0 is the first, 1 the second."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        one.redF() * keep + other.redF() * share,
        one.greenF() * keep + other.greenF() * share,
        one.blueF() * keep + other.blueF() * share,
        one.alphaF() * keep + other.alphaF() * share,
    )


def palette(tokens: Tokens) -> QPalette:
    """Qt's palette for a theme, every role and the disabled group."""
    made = QPalette()
    role = QPalette.ColorRole
    roles = {
        role.Window: tokens.surface,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.subtle,
        role.ToolTipBase: tokens.tip_bg,
        role.ToolTipText: tokens.tip_text,
        role.PlaceholderText: tokens.text3,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.on_accent,
        role.Light: tokens.raised,
        role.Midlight: tokens.line,
        role.Mid: tokens.line_strong,
        role.Dark: tokens.control,
        role.Shadow: tokens.shadow,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.Accent: tokens.accent,
    }
    for which, value in roles.items():
        made.setColor(which, QColor(value))
    off = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        made.setColor(off, which, QColor(tokens.disabled))
    made.setColor(off, role.Highlight, QColor(tokens.line_strong))
    made.setColor(off, role.HighlightedText, QColor(tokens.text2))
    return made


def _tokens_for(choice: Choice) -> Tokens:
    is_dark = choice == "dark"
    if choice == "system" and isinstance(QGuiApplication.instance(), QGuiApplication):
        hints = QGuiApplication.styleHints()
        is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
    tokens = DARK if is_dark else LIGHT
    return high_contrast(tokens) if _wants_contrast() else tokens


def _wants_contrast() -> bool:
    """What the person chose, or what the system is told to ask of programs."""
    if _State.contrast != "system" or _State.hints is None:
        return _State.contrast == "more"
    wish = _State.hints.accessibility().contrastPreference()
    return bool(wish == Qt.ContrastPreference.HighContrast)


def _dress(app: QApplication, style: KitStyle) -> None:
    style.take(_State.tokens, metrics.current())
    wanted = font("body")
    if app.font() != wanted:
        app.setFont(wanted)
    look = palette(_State.tokens)
    app.setPalette(look)
    # Widgets take it on with the next turn of the loop; who asks one now is to see it.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationPaletteChange.value)
    QToolTip.setPalette(look)
    QToolTip.setFont(wanted)


def _refresh(is_resized: bool = True) -> None:
    """Take on what was chosen; without `is_resized` only colours have changed."""
    for cached in (colour, pen, brush):
        cached.cache_clear()
    for forget in _forgetters:
        forget()
    app = QApplication.instance()
    if isinstance(app, QApplication):
        if _State.style is not None:
            _dress(app, _State.style)
        for widget in app.allWidgets():
            again = getattr(widget, "retheme", None)
            if callable(again):
                again()
            if isinstance(widget, QMenu) and _State.style is not None:
                _State.style.dress(widget)
            if is_resized:
                widget.updateGeometry()
            widget.update()
    theme_changed.emit()


def _follow_system() -> None:
    wanted = _tokens_for(_State.choice)
    if wanted is not _State.tokens:
        _State.tokens = wanted
        _refresh(is_resized=False)


def set_theme(choice: Choice) -> None:
    """Choose light, dark or whatever the system says, and repaint everything."""
    _State.choice = choice
    if isinstance(QApplication.instance(), QApplication) and _State.style is not None:
        scheme = {
            "light": Qt.ColorScheme.Light,
            "dark": Qt.ColorScheme.Dark,
            "system": Qt.ColorScheme.Unknown,
        }[choice]
        # Native title bars and file dialogs follow this, our own widgets the tokens.
        QGuiApplication.styleHints().setColorScheme(scheme)
    _State.tokens = _tokens_for(choice)
    _refresh(is_resized=False)


def set_contrast(choice: ContrastChoice) -> None:
    """Draw with more contrast, as usual, or as the system asks."""
    _State.contrast = choice
    _follow_system()


def contrast_choice() -> ContrastChoice:
    """What was chosen: system, usual or more."""
    return _State.contrast


def set_text_scale(scale: float) -> None:
    """Set the text size (0.9, 1.0, 1.1 or 1.25); rows and controls grow along."""
    metrics.set_scale(scale)
    _refresh()


def set_density(density: metrics.Density) -> None:
    """Set how much room the rows of tables have."""
    metrics.set_density(density)
    _refresh()


def repaint() -> None:
    """Let every widget draw anew, as after a change of how numbers are written."""
    _refresh()


def choice() -> Choice:
    """What was chosen: light, dark or system."""
    return _State.choice


def apply(app: QApplication) -> None:
    """Dress the application once at start: style, palette, font."""
    accessible.install()
    if _State.style is None:
        _State.style = KitStyle()
        app.setStyle(_State.style)
    if _State.hints is None:
        _State.hints = QGuiApplication.styleHints()
        _State.hints.colorSchemeChanged.connect(_follow_system)
        _State.hints.accessibility().contrastPreferenceChanged.connect(_follow_system)
    _State.tokens = _tokens_for(_State.choice)
    _refresh()
