"""Ask what counts as a real fall, and for days that a person marks as one."""

from datetime import UTC, datetime, timedelta

from PySide6.QtWidgets import QHBoxLayout, QWidget

from tidemill.base.words import tr
from tidemill.domain.real_falls import FallRule
from tidemill.gui.kit.errors import ErrorPanel
from tidemill.gui.kit.fields import Field
from tidemill.gui.kit.number_field import NumberField
from tidemill.gui.kit.segments import Segment
from tidemill.gui.kit.sheet import Sheet

_WIDE = 640


class FallRuleSheet(Sheet):
    """`accepted` comes only with a `rule()` that can be."""

    reopened_by = ("rules.falls",)

    def __init__(self, host: QWidget, model: str, rule: FallRule, recorded_as: str) -> None:
        """Begin with the rule as it is."""
        super().__init__(
            host,
            tr("What counts as a real fall"),
            tr(
                "Alerts of {model} are held against its real falls: days on which the value "
                "it brings stayed clearly under what it was. It can be undone.",
                model=model,
            ),
            primary=tr("Change it"),
            width=_WIDE,
            recorded_as=recorded_as,
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        self.share = NumberField(
            rule.share * 100, 1, 99.9, 1, label=tr("Value under, in %"), help=tr("Of what it was.")
        )
        self.weeks = NumberField(
            rule.weeks,
            1,
            104,
            1,
            True,
            label=tr("What it was: the last weeks"),
            help=tr("Their mean."),
        )
        self.days = NumberField(
            rule.days, 1, 366, 1, True, label=tr("For so many days"), help=tr("Or more.")
        )
        for field in (self.share, self.weeks, self.days):
            row.addWidget(field, 1)
            field.value_changed.connect(self._on_value)
        self.body.addLayout(row)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.failure)

    def rule(self) -> FallRule | None:
        """The rule as it was typed; None while it is none."""
        share, weeks, days = self.share.value(), self.weeks.value(), self.days.value()
        if share is None or weeks is None or days is None:
            return None
        return FallRule(round(share / 100, 6), int(weeks), int(days))

    def _on_value(self, _value: object) -> None:
        self.primary.setEnabled(self.rule() is not None)


class MarkSheet(Sheet):
    """`accepted` comes only with a `span()` of days; `is_fall()` says whether it was a fall."""

    def __init__(self, host: QWidget, model: str, day: datetime, recorded_as: str) -> None:
        """Begin with a day."""
        super().__init__(
            host,
            tr("Mark a real fall by hand"),
            tr(
                "Days of {model} on which it did fall, or on which it did not although it "
                "looks so. Alerts are held against them. It can be undone.",
                model=model,
            ),
            primary=tr("Mark these days"),
            width=_WIDE,
            recorded_as=recorded_as,
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        words = f"{day:%Y-%m-%d}"
        self.begin = Field("2026-05-01", label=tr("From"), help=tr("The first day."), text=words)
        self.end = Field("2026-05-09", label=tr("To"), help=tr("The last day."), text=words)
        for field in (self.begin, self.end):
            row.addWidget(field, 1)
            field.text_changed.connect(self._on_text)
        self.body.addLayout(row)
        options = [("fall", tr("It was a real fall")), ("none", tr("It was none"))]
        self.kind = Segment(options, "fall", name=tr("What it was"))
        self.body.addWidget(self.kind)
        self.failure = ErrorPanel(parent=self)
        self.body.addWidget(self.failure)

    def span(self) -> tuple[datetime, datetime] | None:
        """The first moment of the first day and the last of the last; None while they are none."""
        begin, end = _day(self.begin.text()), _day(self.end.text())
        if begin is None or end is None or end < begin:
            return None
        return begin, end + timedelta(days=1) - timedelta(seconds=1)

    def is_fall(self) -> bool:
        """Whether it was a fall."""
        return self.kind.value() == "fall"

    def _on_text(self, _text: str) -> None:
        for field in (self.begin, self.end):
            is_day = _day(field.text()) is not None
            field.set_error("" if is_day else tr("A day is written as 2026-05-01."))
        begin, end = _day(self.begin.text()), _day(self.end.text())
        if begin is not None and end is not None and end < begin:
            self.end.set_error(tr("It ends before it begins."))
        self.primary.setEnabled(self.span() is not None)


def _day(words: str) -> datetime | None:
    try:
        return datetime.strptime(words.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
