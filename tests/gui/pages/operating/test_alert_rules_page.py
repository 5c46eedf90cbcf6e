"""The editor of alert rules with real events: tried on what was, kept, switched, taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from loopback_hooks import Hook
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tidemill.base.errors import WorldError
from tidemill.domain.alert_rules import AlertRule, Comparison, Watches
from tidemill.domain.alerts import Severity
from tidemill.domain.channels import ChannelKind
from tidemill.domain.models import Model
from tidemill.domain.real_falls import FallRule
from tidemill.gui.kit.entry_popover import EntryPopover
from tidemill.gui.kit.popover import ListPopover
from tidemill.gui.kit.sentence import Sentence
from tidemill.gui.kit.sentence_parts import words_of
from tidemill.gui.pages.monitoring.page import PAGE
from tidemill.gui.pages.monitoring.rules.cards import tip_of
from tidemill.gui.pages.monitoring.rules.fall_sheets import FallRuleSheet, MarkSheet
from tidemill.gui.pages.monitoring.rules.view import RulesPart
from tidemill.gui.pages.monitoring.view import MonitoringView
from tidemill.services import alert_replays, alert_rules, channels
from tidemill.services.workspace import Workspace

Open = Callable[..., MonitoringView]
Settle = Callable[[Any], None]
LEFT = Qt.MouseButton.LeftButton
RULE = AlertRule(
    None, "Wind moved", Watches.COLUMN, Comparison.OVER, 0.15, "flights-late", "wind_speed"
)


@pytest.fixture
def rule(workspace: Workspace, daily_model: Model) -> AlertRule:
    """A rule about the wind."""
    return alert_rules.add(workspace, replace(RULE, model=daily_model.name))


def opened(open_page: Open, address: str) -> tuple[MonitoringView, RulesPart]:
    view = open_page(PAGE, address)
    view.rules.inspector.show()
    return view, view.rules


def chosen(qtbot: QtBot, sentence: Sentence, key: str, words: str) -> None:
    """Choose words in the list of a part, or type them where it is typed."""
    link = sentence.link(key)
    qtbot.mouseClick(link, LEFT)
    found = link.list_popover()
    if isinstance(found, EntryPopover):
        found.field.edit.selectAll()
        qtbot.keyClicks(found.field.edit, words)
        qtbot.keyClick(found.field.edit, Qt.Key.Key_Return)
        return
    assert isinstance(found, ListPopover)
    model = found.view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    index = next(i for i in rows if i.data() == words)
    found.view.setCurrentIndex(index)
    qtbot.keyClick(found.view, Qt.Key.Key_Return)


def undone(page_context: Any, qtbot: QtBot, settle: Settle, view: QWidget) -> None:
    """Press Undo on the last toast."""
    _, action, on_action = page_context.toasts[-1]
    assert action == "Undo"
    on_action()
    settle(view)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_rule_opens_by_its_address_with_its_replay_over_what_is_stored(
    workspace: Workspace, rule: AlertRule, open_page: Open, theme: str
) -> None:
    view, part = opened(open_page, f"alert-rules/{rule.id}")
    state = part.view_model.state
    real = alert_replays.of_rule(workspace, str(rule.id))
    assert part.verdict.title.text() == real.replay.words()
    assert real.replay.words().startswith("3 alerts in 120 days, 2 before a real fall, 1 day")
    assert [one.kind for one in state.alerts] == ["missed", "found", "found", "unfounded"]
    assert len(part.inspector.alerts) == 4
    assert part.inspector.alerts[0].alert.note == "Missed: value fell £222 a day"
    assert len(part.machine.chart.events()) == 3
    assert len(part.machine.chart.shades()) == 3
    assert [shade.label for shade in part.machine.chart.shades()] == ["", "", "missed"]
    assert len(state.bars) == len(real.bars) == 50
    said = "Alert when column wind_speed of flights-late is over 0.15 for one look"
    assert words_of(state.sentence).startswith(said)
    assert [crumb.text for crumb in view.crumbs()] == ["Monitoring", "Alert rules", "Wind moved"]
    assert view.address() == ["alert-rules", str(rule.id)]
    assert part.discard not in view.bar_actions()


def test_slider_moves_sentence_chart_and_replay_together(
    workspace: Workspace, rule: AlertRule, open_page: Open, qtbot: QtBot, settle: Settle
) -> None:
    view, part = opened(open_page, f"alert-rules/{rule.id}")
    slider, model = part.sentence.track.slider, part.view_model
    slider.setFocus()
    for _ in range(25):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
        QCoreApplication.processEvents()  # as a person's keys come: one at a time
    moved = model.state.limit
    assert moved is not None
    assert moved > 0.25
    assert part.machine.chart.limits()[0].value == moved
    assert part.sentence.sentence.link("limit").slot.text == f"{moved:.3g}"
    settle(view)
    real = alert_replays.replay(
        alert_replays.history(workspace, "flights-late"), replace(rule, limit=moved)
    )
    assert part.verdict.title.text() == real.replay.words()
    assert len(real.replay.alerts) == 2
    assert part.sentence.track.bars.description().endswith("2 alerts, 2 before a fall.")
    assert alert_rules.one(workspace, str(rule.id)).limit == 0.15
    assert view.bar_actions() == [part.test, part.discard, part.save]
    qtbot.mouseClick(part.list.rows["drift"], LEFT)
    settle(view)
    assert model.state.key == "drift"
    qtbot.mouseClick(part.list.rows[str(rule.id)], LEFT)
    settle(view)
    assert model.state.limit == moved
    part.discard.show()
    qtbot.mouseClick(part.discard, LEFT)
    settle(view)
    assert model.state.limit == 0.15
    assert not model.state.is_changed


def test_limit_is_dragged_in_the_chart_and_by_a_click_on_a_bar(
    rule: AlertRule, open_page: Open, qtbot: QtBot, settle: Settle
) -> None:
    view, part = opened(open_page, f"alert-rules/{rule.id}")
    chart = part.machine.chart
    x = round(chart.plot_rect().center().x())
    qtbot.mousePress(chart, LEFT, pos=QPoint(x, round(chart.to_y(0.15))))
    target = round(chart.to_y(0.3))
    qtbot.mouseMove(chart, QPoint(x, target))
    qtbot.mouseRelease(chart, LEFT, pos=QPoint(x, target))
    moved = part.view_model.state.limit
    assert moved == pytest.approx(0.3, abs=0.01)
    # What was replayed with another limit is not told of this one.
    assert part.view_model.state.is_behind
    assert tip_of(part.view_model.state) == part.view_model.state.limit_words
    settle(view)
    assert not part.view_model.state.is_behind
    assert "alert" in tip_of(part.view_model.state)
    assert part.view_model.state.verdict is not None
    bars = part.sentence.track.bars
    qtbot.mouseClick(bars, LEFT, pos=QPoint(bars.width() - 3, 40))
    assert part.view_model.state.limit == pytest.approx(
        part.view_model.state.bars[-1].limit, abs=0.001
    )
    settle(view)


def test_rule_is_changed_by_its_sentence_saved_and_taken_back(
    workspace: Workspace,
    rule: AlertRule,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    view, part = opened(open_page, f"alert-rules/{rule.id}")
    sentence = part.sentence.sentence
    chosen(qtbot, sentence, "span", "3 looks")
    chosen(qtbot, sentence, "at_most_every_s", "at most once a week")
    chosen(qtbot, sentence, "limit", "0.2")
    chosen(qtbot, part.inspector.settings["severity"], "severity", "critical")
    chosen(qtbot, part.inspector.settings["quiet"], "quiet", "22:00 to 06:00")
    chosen(qtbot, part.inspector.settings["name"], "name", "Strong wind")
    settle(view)
    assert part.list.rows[str(rule.id)].accessibleName().endswith("changed and not saved")
    part.save.show()
    qtbot.mouseClick(part.save, LEFT)
    settle(view)
    kept = alert_rules.one(workspace, str(rule.id))
    assert (kept.name, kept.limit, kept.span) == ("Strong wind", 0.2, 3)
    assert (kept.severity, kept.quiet) == (Severity.CRITICAL, ("22:00", "06:00"))
    assert kept.at_most_every_s == 7 * 86_400.0
    assert not part.view_model.state.is_changed
    assert page_context.toasts[-1][0] == "“Strong wind” is saved"
    undone(page_context, qtbot, settle, view)
    assert alert_rules.one(workspace, str(rule.id)) == rule
    assert part.view_model.state.title == "Wind moved"


def test_what_is_typed_wrong_is_said_and_changes_nothing(
    rule: AlertRule, open_page: Open, qtbot: QtBot
) -> None:
    _, part = opened(open_page, f"alert-rules/{rule.id}")
    link = part.sentence.sentence.link("limit")
    qtbot.mouseClick(link, LEFT)
    entry = link.list_popover()
    assert isinstance(entry, EntryPopover)
    entry.field.edit.selectAll()
    qtbot.keyClicks(entry.field.edit, "much")
    qtbot.keyClick(entry.field.edit, Qt.Key.Key_Return)
    assert entry.isVisible()
    entry.close()
    assert part.view_model.state.limit == 0.15
    assert not part.view_model.state.is_changed


def test_new_rule_begins_from_a_column_is_tried_kept_and_removed(
    workspace: Workspace,
    daily_model: Model,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    view, part = opened(open_page, "monitoring/flights-late/wind_speed")
    view.cell_inspector.show()
    assert view.cell_inspector.rule is not None
    qtbot.mouseClick(view.cell_inspector.rule, LEFT)
    address = page_context.navigated[-1]
    assert address == "tidemill://alert-rules/new/flights-late/wind_speed"
    view.show_address(["alert-rules", "new", "flights-late", "wind_speed"])
    settle(view)
    state = part.view_model.state
    assert (state.title, state.is_new, state.is_changed) == ("wind_speed moved", True, True)
    assert "column wind_speed of flights-late is over 0.2" in words_of(state.sentence)
    assert state.verdict is not None
    part.save.show()
    qtbot.mouseClick(part.save, LEFT)
    settle(view)
    [made] = [one for one in alert_rules.rules(workspace) if not one.is_default]
    assert (made.of, made.limit, made.model) == ("wind_speed", 0.2, "flights-late")
    assert part.view_model.state.key == str(made.id)
    part.view_model.remove()
    settle(view)
    assert all(one.is_default for one in alert_rules.rules(workspace))
    undone(page_context, qtbot, settle, view)
    assert [one.key for one in alert_rules.rules(workspace) if not one.is_default] == [made.key]


def test_rule_is_switched_off_at_once_and_back(
    workspace: Workspace,
    rule: AlertRule,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    view, part = opened(open_page, "alert-rules/volume")
    assert not part.view_model.state.can_remove
    qtbot.mouseClick(part.on, LEFT)
    settle(view)
    assert not alert_rules.one(workspace, "volume").is_on
    assert "off" in part.list.rows["volume"].accessibleName()
    undone(page_context, qtbot, settle, view)
    assert alert_rules.one(workspace, "volume").is_on
    assert part.on.isChecked()


def test_one_better_setting_is_offered_and_used(
    workspace: Workspace, rule: AlertRule, open_page: Open, qtbot: QtBot, settle: Settle
) -> None:
    view, part = opened(open_page, f"alert-rules/{rule.id}")
    real = alert_replays.of_rule(workspace, str(rule.id)).better
    assert real is not None
    assert part.view_model.state.better is not None
    assert part.view_model.state.better.words == real.words
    qtbot.mouseClick(part.verdict.use, LEFT)
    settle(view)
    state = part.view_model.state
    assert state.limit == real.limit
    assert state.verdict is not None
    assert state.verdict.n_matched + state.verdict.n_false == real.n_alerts


def test_what_counts_as_a_fall_is_changed_and_days_are_marked(
    workspace: Workspace,
    rule: AlertRule,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    view, part = opened(open_page, f"alert-rules/{rule.id}")
    assert part.inspector.change is not None
    qtbot.mouseClick(part.inspector.change, LEFT)
    sheet = part.sheet
    assert isinstance(sheet, FallRuleSheet)
    sheet.days.set_text("0")
    assert not sheet.primary.isEnabled()
    sheet.days.set_text("9")
    qtbot.mouseClick(sheet.primary, LEFT)
    settle(view)
    assert alert_replays.fall_rule(workspace, "flights-late") == FallRule(days=9)
    assert part.sheet is None
    assert part.view_model.state.verdict is not None
    assert part.view_model.state.verdict.n_falls == 0
    assert part.inspector.mark is not None
    part.machine.chart.set_crosshair(part.view_model.state.alerts[-1].at)
    qtbot.mouseClick(part.inspector.mark, LEFT)
    marking = part.sheet
    assert isinstance(marking, MarkSheet)
    assert marking.begin.text() == "2026-07-01"
    marking.end.set_text("2026-06-01")
    assert not marking.primary.isEnabled()
    marking.end.set_text("2026-07-08")
    qtbot.mouseClick(marking.primary, LEFT)
    settle(view)
    [fall] = alert_replays.history(workspace, "flights-late").falls
    assert fall.by_hand
    found = [one for one in part.view_model.state.alerts if one.kind == "found"]
    assert [one.note for one in found] == ["A fall marked by hand, begun 1 day before"]
    undone(page_context, qtbot, settle, view)
    assert alert_replays.history(workspace, "flights-late").falls == ()


def test_rules_of_one_model_are_listed_alone_and_replayed_on_it(
    workspace: Workspace, rule: AlertRule, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    alert_rules.add(workspace, replace(RULE, name="Far", model=None, of="humidity"))
    view, part = opened(open_page, "monitoring/flights-late")
    view.alert_rules.show()
    qtbot.mouseClick(view.alert_rules, LEFT)
    assert page_context.navigated[-1] == "tidemill://alert-rules/of/flights-late"
    view.show_address(["alert-rules", "of", "flights-late"])
    qtbot.waitUntil(lambda: len(part.view_model.state.rows) == 6)
    assert part.view_model.state.model == "flights-late"
    assert [crumb.text for crumb in view.crumbs()][:2] == ["Monitoring", "flights-late"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_without_looks_the_rules_stand_and_the_time_machine_says_when_it_begins(
    workspace: Workspace, open_page: Open, theme: str
) -> None:
    _, part = opened(open_page, "alert-rules")
    state = part.view_model.state
    assert [row.key for row in state.rows] == ["drift", "performance", "age", "volume"]
    assert state.track_note.startswith("Nothing was looked at yet")
    assert part.verdict.isHidden()


def test_rules_that_can_not_be_read_say_so_and_are_tried_again(
    workspace: Workspace,
    rule: AlertRule,
    open_page: Open,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise WorldError("The workspace can't be read just now.", "Check its disk.")

    with monkeypatch.context() as patched:
        patched.setattr(alert_rules, "rules", broken)
        view, part = opened(open_page, "alert-rules")
        assert view.state_word() == "error"
    qtbot.mouseClick(part._error.action, LEFT)
    qtbot.waitUntil(lambda: view.state_word() == "ready")


def test_change_by_somebody_else_is_said_before_it_is_overwritten(
    workspace: Workspace, rule: AlertRule, open_page: Open, settle: Settle
) -> None:
    view, part = opened(open_page, f"alert-rules/{rule.id}")
    part.view_model.set_limit(0.3)
    alert_rules.set_parts(workspace, str(rule.id), {"span": "2 days"})
    part.view_model.reload()
    settle(view)
    assert part.view_model.state.meanwhile.startswith("Somebody changed this rule meanwhile")
    assert part.view_model.state.limit == 0.3


def test_part_over_the_limit_runs_from_crossing_to_crossing() -> None:
    from tidemill.gui.pages.monitoring.rules.state import Track
    from tidemill.gui.pages.monitoring.rules.time_machine import over_line

    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 2.0, 2.0, 0.0])
    track = Track(x, y, np.array([0, 1, 1, 0], dtype=np.int8), (0.0, 3.0), (), ())
    found_x, found_y = over_line(track, 1.0)
    assert found_x.tolist() == [0.5, 1.0, 2.0, 2.5, 3.0]
    assert found_y[:4].tolist() == [1.0, 2.0, 2.0, 1.0]
    assert np.isnan(found_y[4])


def test_palette_finds_rules_by_name(workspace: Workspace, rule: AlertRule) -> None:
    assert PAGE.find is not None
    found = {hit.title: hit.address for hit in PAGE.find(workspace, "wind")}
    assert found == {"Wind moved": f"tidemill://alert-rules/{rule.id}"}


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")
def test_a_test_goes_by_every_channel_that_would_carry_the_rule(
    workspace: Workspace,
    rule: AlertRule,
    open_page: Open,
    page_context: Any,
    qtbot: QtBot,
    hook: Hook,
) -> None:
    channels.add(workspace, "hook", ChannelKind.MESSAGE, f"json://{hook.place}/told")
    channels.add(workspace, "off", ChannelKind.MESSAGE, f"json://{hook.place}/off")
    channels.change(workspace, "off", is_on=False)
    # It tells of jobs only, so no alert would go there.
    jobs_only = f"json://{hook.place}/jobs"
    channels.add(workspace, "jobs", ChannelKind.MESSAGE, jobs_only, kinds=("job",))
    _, part = opened(open_page, f"alert-rules/{rule.id}")
    told: list[str] = []
    part.view_model.told.connect(lambda words, _undo: told.append(words))
    qtbot.mouseClick(part.test, LEFT)
    qtbot.waitUntil(lambda: told == ["hook: sent, Sent."], timeout=30_000)
    assert [(path, body["title"]) for path, body in hook.got] == [("/told", "Tidemill: a test")]
