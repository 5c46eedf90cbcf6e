"""The style under the widgets: Fusion with a few other measures, and what Qt itself paints.

Tooltips, menus and scroll bars are the only parts that Qt paints; here they are painted from
tokens. There is no style sheet for the application: a change of one is looked up anew for every
widget there is, two thirds of a second for a window with all its pages. Only menus have a short
sheet, each its own; there are few at a time.
"""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QRegion
from PySide6.QtWidgets import (
    QMenu,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleHintReturnMask,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QWidget,
)

from tidemill.gui.kit.metrics import Metrics
from tidemill.gui.kit.tokens import LIGHT, Tokens

_BAR, _BAR_MARGIN, _BAR_MIN, _BAR_ROUND = 10, 2, 32, 3
"""A bar with the room around its handle, that room, the least length of a handle, its corners."""
_TIP_PAD = (8, 5)
_TIP_ROUND = 5

_METRICS = {
    QStyle.PixelMetric.PM_MenuPanelWidth: 0,
    QStyle.PixelMetric.PM_MenuHMargin: 0,
    QStyle.PixelMetric.PM_MenuVMargin: 0,
    QStyle.PixelMetric.PM_FocusFrameHMargin: 0,
    QStyle.PixelMetric.PM_FocusFrameVMargin: 0,
    QStyle.PixelMetric.PM_LayoutLeftMargin: 0,
    QStyle.PixelMetric.PM_LayoutTopMargin: 0,
    QStyle.PixelMetric.PM_LayoutRightMargin: 0,
    QStyle.PixelMetric.PM_LayoutBottomMargin: 0,
    QStyle.PixelMetric.PM_ScrollView_ScrollBarSpacing: 0,
    QStyle.PixelMetric.PM_ScrollView_ScrollBarOverlap: 0,
    QStyle.PixelMetric.PM_ScrollBarExtent: _BAR,
    QStyle.PixelMetric.PM_ScrollBarSliderMin: _BAR_MIN,
    # Qt adds 1 around a tooltip's words; to the left and right `polish` adds what is missing.
    QStyle.PixelMetric.PM_ToolTipLabelFrameWidth: _TIP_PAD[1] - 1,
}

_HINTS = {
    QStyle.StyleHint.SH_Menu_SubMenuPopupDelay: 120,
    QStyle.StyleHint.SH_ToolTip_WakeUpDelay: 500,
    QStyle.StyleHint.SH_Menu_FadeOutOnHide: 0,
    QStyle.StyleHint.SH_ItemView_DrawDelegateFrame: 0,
    QStyle.StyleHint.SH_ScrollBar_Transient: 0,
}

_NOTHING = {
    # Our controls paint their own ring; the corner between two scroll bars is the ground's.
    QStyle.PrimitiveElement.PE_FrameFocusRect,
    QStyle.PrimitiveElement.PE_PanelScrollAreaCorner,
}


class KitStyle(QProxyStyle):
    """Fusion, with our tooltips, menus and scroll bars, no focus frame and quicker submenus."""

    def __init__(self) -> None:
        """Wrap Fusion."""
        super().__init__("Fusion")
        self._tokens: Tokens = LIGHT
        self._menu_sheet = menu_sheet(LIGHT, Metrics())

    def take(self, tokens: Tokens, metrics: Metrics) -> None:
        """Paint with these from now on; menus that are there take them on with `dress`."""
        self._tokens = tokens
        self._menu_sheet = menu_sheet(tokens, metrics)

    def dress(self, menu: QMenu) -> None:
        """Give a menu its look."""
        if menu.styleSheet() != self._menu_sheet:
            menu.setStyleSheet(self._menu_sheet)

    def polish(self, thing: object) -> object:  # type: ignore[override]
        """Dress menus and tooltips, those that Qt makes by itself too."""
        if isinstance(thing, QMenu):
            self.dress(thing)
        elif isinstance(thing, QWidget) and thing.inherits("QTipLabel"):
            more = _TIP_PAD[0] - _TIP_PAD[1]
            thing.setContentsMargins(more, 0, more, 0)
        return super().polish(thing)  # type: ignore[call-overload]

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Our measures first, Fusion's for the rest."""
        ours = _METRICS.get(metric)
        return ours if ours is not None else super().pixelMetric(metric, option, widget)

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,
    ) -> int:
        """Our hints first, Fusion's for the rest."""
        ours = _HINTS.get(hint)
        if ours is not None:
            return ours
        if (
            hint == QStyle.StyleHint.SH_ToolTip_Mask
            and option is not None
            and isinstance(returnData, QStyleHintReturnMask)
        ):
            path = QPainterPath()
            path.addRoundedRect(QRectF(option.rect), _TIP_ROUND, _TIP_ROUND)
            returnData.region = QRegion(path.toFillPolygon().toPolygon())
            return 1
        return super().styleHint(hint, option, widget, returnData)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Tooltips from tokens, nothing where we paint ourselves, else what Fusion draws."""
        if element in _NOTHING:
            return
        if element == QStyle.PrimitiveElement.PE_PanelTipLabel:
            painter.fillRect(option.rect, QColor(self._tokens.tip_bg))
            return
        super().drawPrimitive(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Scroll bars are a handle on the ground, darker under the pointer."""
        if control != QStyle.ComplexControl.CC_ScrollBar or not isinstance(
            option, QStyleOptionSlider
        ):
            super().drawComplexControl(control, option, painter, widget)
            return
        part = QStyle.SubControl.SC_ScrollBarSlider
        handle = self.subControlRect(control, option, part, widget)
        is_under = bool(
            option.state & QStyle.StateFlag.State_MouseOver and option.activeSubControls & part
        )
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._tokens.control if is_under else self._tokens.line_strong))
        painter.drawRoundedRect(QRectF(handle), _BAR_ROUND, _BAR_ROUND)
        painter.restore()

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Scroll bars have no buttons; their handle runs from end to end."""
        if control != QStyle.ComplexControl.CC_ScrollBar or not isinstance(
            option, QStyleOptionSlider
        ):
            return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]
        groove: QRect = option.rect.adjusted(_BAR_MARGIN, _BAR_MARGIN, -_BAR_MARGIN, -_BAR_MARGIN)
        if part == QStyle.SubControl.SC_ScrollBarGroove:
            return groove
        begin, length = _handle(option, groove)
        is_flat = option.orientation == Qt.Orientation.Horizontal
        start = groove.left() if is_flat else groove.top()
        whole = groove.width() if is_flat else groove.height()
        ranges = {
            QStyle.SubControl.SC_ScrollBarSlider: (begin, length),
            QStyle.SubControl.SC_ScrollBarSubPage: (start, begin - start),
            QStyle.SubControl.SC_ScrollBarAddPage: (begin + length, start + whole - begin - length),
        }
        at, size = ranges.get(part, (start, 0))
        if is_flat:
            made = QRect(at, groove.top(), size, groove.height())
            return QStyle.visualRect(option.direction, groove, made)
        return QRect(groove.left(), at, groove.width(), size)


def _handle(option: QStyleOptionSlider, groove: QRect) -> tuple[int, int]:
    """Where the handle begins along the bar, and how long it is."""
    is_flat = option.orientation == Qt.Orientation.Horizontal
    start = groove.left() if is_flat else groove.top()
    whole = groove.width() if is_flat else groove.height()
    least, most = option.minimum, option.maximum
    if most <= least:
        return start, whole
    page = option.pageStep
    length = max(_BAR_MIN, whole * page // (most - least + page))
    length = min(length, whole)
    past = QStyle.sliderPositionFromValue(
        least,
        most,
        option.sliderPosition,
        whole - length,
        option.upsideDown,
    )
    return start + past, length


def menu_sheet(tokens: Tokens, metrics: Metrics) -> str:
    """The style sheet of a menu for a theme."""
    item = metrics.menu_item
    return f"""
QMenu {{ background: {tokens.raised}; border: 1px solid {tokens.line_strong};
  border-radius: {metrics.radius_card}px; padding: 6px; color: {tokens.text}; }}
QMenu::item {{ height: {item}px; padding: 0 14px 0 10px; border-radius: {metrics.radius_small}px;
  background: transparent; color: {tokens.text}; }}
QMenu::item:selected {{ background: {tokens.hover}; }}
QMenu::item:disabled {{ color: {tokens.disabled}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {tokens.line}; margin: 6px 4px; }}
"""
