"""The style under the widgets: Fusion with a few other measures, and a short style sheet.

The sheet covers only what Qt itself paints (tooltips, menus, scroll bars); everything else is
painted from tokens, which is faster than a style sheet and has more states. Fields need a rule
because Qt's style sheet style fills their box whatever the palette says.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleHintReturn, QStyleOption, QWidget

from tidemill.gui.kit.metrics import Metrics
from tidemill.gui.kit.tokens import Tokens

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
}

_HINTS = {
    QStyle.StyleHint.SH_Menu_SubMenuPopupDelay: 120,
    QStyle.StyleHint.SH_ToolTip_WakeUpDelay: 500,
    QStyle.StyleHint.SH_Menu_FadeOutOnHide: 0,
    QStyle.StyleHint.SH_ItemView_DrawDelegateFrame: 0,
    QStyle.StyleHint.SH_ScrollBar_Transient: 0,
}


class KitStyle(QProxyStyle):
    """Fusion, with menus without frame, no focus frame and quicker submenus."""

    def __init__(self) -> None:
        """Wrap Fusion."""
        super().__init__("Fusion")

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
        return super().styleHint(hint, option, widget, returnData)

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: object,
        widget: QWidget | None = None,
    ) -> None:
        """Leave Fusion's dotted focus frame out; our controls paint their own ring."""
        if element == QStyle.PrimitiveElement.PE_FrameFocusRect:
            return
        super().drawPrimitive(element, option, painter, widget)  # type: ignore[arg-type]


def style_sheet(tokens: Tokens, metrics: Metrics) -> str:
    """The application's style sheet for a theme, kept short on purpose."""
    item = metrics.menu_item
    return f"""
QToolTip {{ background: {tokens.tip_bg}; color: {tokens.tip_text}; border: 0; padding: 5px 8px;
  border-radius: 5px; }}
LineEdit {{ background: transparent; border: 0; }}
QMenu {{ background: {tokens.raised}; border: 1px solid {tokens.line_strong};
  border-radius: {metrics.radius_card}px; padding: 6px; color: {tokens.text}; }}
QMenu::item {{ height: {item}px; padding: 0 14px 0 10px; border-radius: {metrics.radius_small}px;
  background: transparent; color: {tokens.text}; }}
QMenu::item:selected {{ background: {tokens.hover}; }}
QMenu::item:disabled {{ color: {tokens.disabled}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {tokens.line}; margin: 6px 4px; }}
QAbstractScrollArea::corner {{ background: transparent; border: 0; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {tokens.line_strong}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {tokens.control}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def ltr(widget: QWidget) -> bool:
    """Whether the widget lies left to right."""
    return widget.layoutDirection() != Qt.LayoutDirection.RightToLeft
