"""Automations are built, changed, run, paused and removed in the window."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Mode, StepKind, Trigger, Watched
from tidemill.domain.dry_runs import DryFile, DryRun, Then
from tidemill.gui.kit.entry_popover import EntryPopover
from tidemill.gui.kit.popover import ListPopover
from tidemill.gui.kit.rows import ActionRow
from tidemill.gui.kit.sentence_parts import words_of
from tidemill.gui.pages.automations import builder_view_model
from tidemill.gui.pages.automations.builder_view import BuilderView
from tidemill.gui.pages.automations.page import PAGE
from tidemill.gui.pages.automations.rule_card import RuleCard
from tidemill.gui.pages.automations.rule_detail import RunDetail
from tidemill.gui.pages.automations.view import AutomationsView
from tidemill.services import automation_runs, jobs, red_pause, watching
from tidemill.services import automations as rules
from tidemill.services.workspace import Workspace

Open = Callable[..., AutomationsView]
Keys = dict[str, int]
LEFT = Qt.MouseButton.LeftButton


def builder_of(view: AutomationsView, qtbot: QtBot) -> BuilderView:
    """The page on which the rule is built, once it knows what can be named."""
    assert view.builder is not None
    builder = view.builder
    qtbot.waitUntil(lambda: builder.view_model.state.word == "ready")
    return builder


def typed(builder: BuilderView, key: str, words: str, qtbot: QtBot) -> EntryPopover:
    """Open a part of the sentence and type for it."""
    link = builder.sentence.link(key)
    qtbot.mouseClick(link, LEFT)
    popover = link.list_popover()
    assert isinstance(popover, EntryPopover)
    popover.field.set_text(words)
    return popover


def shown_run(view: AutomationsView) -> RunDetail:
    """The run in the inspector."""
    rule = view.view_model.state.rule
    assert rule is not None
    assert rule.run is not None
    return rule.run


def card(view: AutomationsView, key: str) -> RuleCard:
    """The card of a key."""
    return next(one for one in view.board.cards if one.key() == key)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_new_automation_begins_with_the_folder_and_model_that_are_there(
    automations: Keys, open_page: Open, qtbot: QtBot, theme: str
) -> None:
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    said = words_of(builder.view_model.state.sentence)
    assert said.startswith(
        "When a file lands in exports/flights, whatever its name or …, add it to flights"
    )
    assert said.endswith("check it, retrain flights-late and propose it if every gate passes.")
    assert [c.text for c in view.crumbs()] == ["Automations", "New automation"]
    assert view.bar_actions() == [builder.cancel, builder.save_off, builder.turn_on]
    assert view.address() == ["new"]
    first = builder.kinds["new-data"]
    qtbot.waitUntil(lambda: view.window().focusWidget() is first)
    assert not view.grab().isNull()


def test_rule_on_a_schedule_is_built_and_turned_on(
    workspace: Workspace, automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    qtbot.mouseClick(builder.kinds["schedule"], LEFT)
    popover = typed(builder, "when:time", "every monday at 06:00", qtbot)
    assert popover.field._message.words().startswith("Next: Mon ")
    qtbot.keyClick(popover.field.edit, Qt.Key.Key_Return)
    said = words_of(builder.view_model.state.sentence)
    assert said.startswith("Every Monday at 06:00")
    qtbot.waitUntil(lambda: len(builder.view_model.state.times) == 5)
    builder.details.modes[Mode.PROMOTE].click()
    builder.details.ticks[Watched.VALUE].click()
    qtbot.mouseClick(builder.turn_on, LEFT)
    qtbot.waitUntil(lambda: len(rules.every(workspace)) == 2)
    one = rules.every(workspace)[1]
    assert (one.name, one.model, one.mode) == (
        "flights-late, by the clock",
        "flights-late",
        Mode.PROMOTE,
    )
    assert one.is_on
    assert one.triggers[0].settings["when"] == "every monday at 06:00"
    assert [rule.watched for rule in one.guards.rollback_on] == [
        Watched.PERFORMANCE,
        Watched.ERROR_RATE,
    ]
    qtbot.waitUntil(lambda: bool(page_context.navigated))
    assert page_context.navigated[-1].endswith(f"automations/{one.id}")
    assert page_context.workers == ["asked"]


def test_time_that_can_not_be_read_says_how_times_are_said(
    automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    builder.view_model.choose_kind("schedule")
    before = builder.view_model.draft()
    popover = typed(builder, "when:time", "when the cows come home", qtbot)
    qtbot.keyClick(popover.field.edit, Qt.Key.Key_Return)
    assert "is not a time" in popover.field.error()
    assert popover.isVisible()
    popover.close()
    assert builder.view_model.draft() == before


def test_new_folder_is_watched_together_with_its_rule_which_is_kept_off(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    inbox = tmp_path / "exports" / "other"
    inbox.mkdir()
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    builder.view_model.choose("folder:files", str(inbox))
    builder.view_model.choose("pattern:files", "flights_*.csv")
    builder.view_model.choose("order:files", "time")
    assert "that looks like flights_*.csv or …, add it to flights" in words_of(
        builder.view_model.state.sentence
    )
    qtbot.mouseClick(builder.save_off, LEFT)
    qtbot.waitUntil(lambda: len(rules.every(workspace)) == 2)
    one = rules.every(workspace)[1]
    [watch] = [w for w in watching.every(workspace) if w.folder == str(inbox)]
    assert not one.is_on
    assert one.triggers[0].settings["watch"] == watch.id
    assert (watch.pattern, watch.order) == ("flights_*.csv", "time")


def test_how_a_watched_folder_takes_files_in_is_changed_with_its_rule(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    [rule] = rules.every(workspace)
    view = open_page(PAGE, f"automations/{rule.id}/change")
    builder = builder_of(view, qtbot)
    popover = typed(builder, "pattern:files", "flights_*.csv", qtbot)
    qtbot.keyClick(popover.field.edit, Qt.Key.Key_Return)
    link = builder.limits.link("below:files")
    qtbot.mouseClick(link, LEFT)
    chooser = link.list_popover()
    assert isinstance(chooser, ListPopover)
    chooser.chosen.emit(True)
    chooser.close()
    assert builder.limits.link("below:files").slot.text == "count too"
    qtbot.mouseClick(builder.turn_on, LEFT)
    qtbot.waitUntil(lambda: watching.every(workspace)[0].pattern == "flights_*.csv")
    assert watching.every(workspace)[0].is_recursive


def test_pattern_of_a_folder_is_changed_on_the_card(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    watch = watching.every(workspace)[0]
    watching.change(workspace, watch.id, pattern="*.csv")
    view = open_page(PAGE)
    qtbot.waitUntil(
        lambda: any("pattern" in one.slot.key for one in view.board.cards[0].sentence.links())
    )
    view.board.cards[0].sentence.chosen.emit("pattern:files", "flights_*.csv")
    qtbot.waitUntil(lambda: watching.every(workspace)[0].pattern == "flights_*.csv")


def test_gates_of_a_rule_lead_to_its_guards_and_on_a_card_to_the_model(
    automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    gates = view.board.cards[0].sentence.link("gates")
    qtbot.mouseClick(gates, LEFT)
    chooser = gates.list_popover()
    assert isinstance(chooser, ListPopover)
    chooser.close()
    gates.chosen.emit("gates", "Data checks")
    assert page_context.navigated == ["tidemill://models/flights-late"]
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    with qtbot.waitSignal(view.inspector_wanted):
        builder.sentence.link("gates").chosen.emit("gates", "Data checks")


def test_script_gets_the_new_rows_alone_where_that_is_chosen(
    automations: Keys, open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    script = tmp_path / "clean.py"
    script.write_text("", encoding="utf-8")
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    builder.view_model.add_script(str(script))
    qtbot.waitUntil(lambda: bool(builder.scripts.boxes))
    [box] = builder.scripts.boxes
    qtbot.mouseClick(box.rows.part("new"), LEFT)
    draft = builder.view_model.draft()
    assert draft is not None
    [step] = [one for one in draft.steps if one.kind is StepKind.SCRIPT]
    assert step.settings["rows"] == "new"
    assert box.rows.value() == "new"


def test_rule_that_can_not_be_kept_leaves_no_folder_behind_and_says_why(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    builder.view_model.choose("folder:files", str(tmp_path / "nowhere"))
    qtbot.mouseClick(builder.turn_on, LEFT)
    qtbot.waitUntil(lambda: "is not a folder" in builder.view_model.state.failure)
    assert len(rules.every(workspace)) == 1
    assert len(watching.every(workspace)) == 2


def test_script_becomes_a_step_with_the_parameters_found_in_it(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    script = tmp_path / "clean.py"
    script.write_text("DEPTH = 3\nNAME = 'a'\n", encoding="utf-8")
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    builder.view_model.add_script(str(script))
    qtbot.waitUntil(lambda: bool(builder.scripts.boxes))
    [box] = builder.scripts.boxes
    assert sorted(box.fields) == ["DEPTH", "NAME"]
    field = box.fields["DEPTH"]
    field.edit.setText("7")
    field.edit.editingFinished.emit()
    assert "run clean.py" in words_of(builder.view_model.state.sentence)
    qtbot.mouseClick(builder.save_off, LEFT)
    qtbot.waitUntil(lambda: len(rules.every(workspace)) == 2)
    steps = rules.every(workspace)[1].steps
    assert [s.kind for s in steps][:3] == [StepKind.CHECK, StepKind.SCRIPT, StepKind.RETRAIN]
    assert steps[1].settings["parameters"] == {"DEPTH": 7}


def test_parameter_of_another_type_says_so_and_is_not_taken(
    automations: Keys, open_page: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    script = tmp_path / "clean.py"
    script.write_text("DEPTH = 3\n", encoding="utf-8")
    builder = builder_of(open_page(PAGE, "automations/new"), qtbot)
    builder.view_model.add_script(str(script))
    qtbot.waitUntil(lambda: bool(builder.scripts.boxes))
    builder.view_model.set_param(1, "DEPTH", "deep")
    assert "DEPTH" in builder.view_model.state.failure
    draft = builder.view_model.draft()
    assert draft is not None
    assert "parameters" not in draft.steps[1].settings


def test_automation_is_changed_on_the_same_page(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    [one] = rules.every(workspace)
    view = open_page(PAGE, f"automations/{one.id}/change")
    builder = builder_of(view, qtbot)
    assert builder.turn_on.words() == "Save"
    builder.view_model.choose("every", "6 hours")
    builder.view_model.choose("quiet", "08:00 to 18:00")
    builder.view_model.choose("amount:files", "3 files")
    qtbot.mouseClick(builder.turn_on, LEFT)
    qtbot.waitUntil(lambda: rules.find(workspace, one.id).limits.quiet is not None)
    after = rules.find(workspace, one.id)
    assert after.limits.at_most_every_s == 6 * 3600
    assert after.triggers[0].settings["n_files"] == 3
    assert after.is_on


def test_esc_leaves_what_is_built_and_the_list_is_back(
    automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    view = open_page(PAGE, "automations/new")
    builder_of(view, qtbot)
    assert view.step_back()
    assert page_context.navigated[-1] == "tidemill://automations"
    view.show_address([])
    assert view.crumbs()[0].text == "Automations"
    assert not view.step_back()


def test_automation_is_run_by_hand_and_its_run_stands_in_the_inspector(
    workspace: Workspace, automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    [one] = rules.every(workspace)
    view = open_page(PAGE, f"automations/{one.id}")
    state = view.view_model.state
    assert state.rule is not None
    assert state.rule.runs == ()
    assert view.details.of_rule.run_now is not None
    view.details.of_rule.run_now.click()
    qtbot.waitUntil(lambda: bool(automation_runs.of(workspace, one.id)))
    qtbot.waitUntil(
        lambda: (
            view.view_model.state.rule is not None and view.view_model.state.rule.run is not None
        )
    )
    rule = view.view_model.state.rule
    assert rule is not None
    assert rule.run is not None
    assert rule.run.why == "tester started it by hand."
    assert [s.title for s in rule.run.steps] == [
        "Check",
        "Retrain flights-late",
        "Validate",
        "Propose",
    ]
    assert page_context.workers == ["asked"]
    assert view.address() == [str(one.id)]
    qtbot.waitUntil(lambda: bool(shown_run(view).because))
    first = shown_run(view).because[0]
    assert (first.title, first.address) == ("flights v6", "tidemill://data/flights/6")
    row = next(r for r in view.details.findChildren(ActionRow) if r.property("address"))
    qtbot.mouseClick(row, LEFT)
    assert page_context.navigated[-1] == first.address
    qtbot.waitUntil(view.is_settled)


def test_everything_is_paused_with_a_reason_and_resumed_from_the_banner(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE)
    assert view.pause in view.bar_actions()
    view.ask_pause()
    question = view._question
    assert question is not None
    qtbot.mouseClick(question.button, LEFT)
    assert question.reason.error() == "Say why, so that others know when it may go on."
    qtbot.keyClicks(question.reason.edit, "the feed is wrong")
    qtbot.keyClick(question.reason.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.view_model.state.pause is not None)
    pause = red_pause.paused(workspace)
    assert pause is not None
    assert pause.reason == "the feed is wrong"
    assert view.board.banner.reason.text() == "the feed is wrong"
    assert view.pause not in view.bar_actions()
    view.board.banner.resume.click()
    qtbot.waitUntil(lambda: view.view_model.state.pause is None)
    assert red_pause.paused(workspace) is None


def test_removed_automation_is_brought_back_by_undo(
    workspace: Workspace, automations: Keys, open_page: Open, page_context: Any, qtbot: QtBot
) -> None:
    [one] = rules.every(workspace)
    view = open_page(PAGE)
    card(view, f"rule:{one.id}").wanted.emit(f"rule:{one.id}", "remove")
    qtbot.waitUntil(lambda: rules.every(workspace) == [])
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert page_context.toasts[-1][1] == "Undo"
    view.view_model.restore(one.id)
    qtbot.waitUntil(lambda: [r.id for r in rules.every(workspace)] == [one.id])
    assert rules.find(workspace, one.id).is_on


def test_automation_is_renamed_from_its_card(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    [one] = rules.every(workspace)
    view = open_page(PAGE)
    first = card(view, f"rule:{one.id}")
    first.ask_name()
    assert first._naming is not None
    first._naming.field.set_text("flights, each month")
    qtbot.keyClick(first._naming.field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: rules.find(workspace, one.id).name == "flights, each month")
    qtbot.waitUntil(lambda: view.view_model.state.cards[0].title == "flights, each month")


def test_running_job_is_paused_and_goes_on(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    view = open_page(PAGE, f"automations/jobs/{automations['retrain']}")
    assert view.details.work.rest is not None
    view.details.work.rest.click()
    qtbot.waitUntil(lambda: jobs.find(workspace, automations["retrain"]).is_paused)
    qtbot.waitUntil(
        lambda: view.details.work.rest is not None and view.details.work.rest.words() == "Resume"
    )
    view.details.work.rest.click()
    qtbot.waitUntil(lambda: not jobs.find(workspace, automations["retrain"]).is_paused)
    qtbot.waitUntil(view.is_settled)


def test_limit_is_a_choice_on_the_card_of_an_automation(
    workspace: Workspace, automations: Keys, open_page: Open, qtbot: QtBot
) -> None:
    trigger = Trigger("limit", "limit", {"model": "flights-late", "what": "drift", "limit": 0.2})
    made = rules.add(workspace, "drift", [trigger], model="flights-late")
    view = open_page(PAGE)
    sentence = card(view, f"rule:{made.id}").sentence
    link = sentence.link("what:limit")
    qtbot.mouseClick(link, LEFT)
    popover = link.list_popover()
    assert isinstance(popover, ListPopover)
    qtbot.keyClick(popover.view, Qt.Key.Key_Down)
    qtbot.keyClick(popover.view, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: rules.find(workspace, made.id).triggers[0].settings.get("what") == "error"
    )
    qtbot.waitUntil(view.is_settled)


def a_dry_run() -> DryRun:
    """Seven files: some would have been proposed, one was set aside."""
    files = tuple(
        DryFile(
            f"flights_{month:02d}.csv",
            f"/in/flights_{month:02d}.csv",
            datetime(2026, month, 2, tzinfo=UTC),
            10,
            600,
            "set-aside" if month == 4 else "added",
            "Set aside: wind is text" if month == 4 else "Added; proposed",
            retrained=month != 4,
            then=Then.NONE if month == 4 else Then.PROPOSED,
        )
        for month in range(1, 8)
    )
    return DryRun(None, 1, "r", "/in", "flights", "flights-late", "auc", "propose", files)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_files_already_there_are_tried_and_each_column_opens_its_file(
    automations: Keys,
    open_page: Open,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    theme: str,
) -> None:
    asked: list[bool] = []

    def tried(*_args: object, fit: bool) -> DryRun:
        asked.append(fit)
        return a_dry_run()

    monkeypatch.setattr(builder_view_model, "dry_run_of", tried)
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    assert asked == []
    builder.dry.again.click()
    qtbot.waitUntil(lambda: builder.view_model.state.dry.word == "ready")
    assert asked == [False]
    builder.resize(900, 800)
    lanes = builder.dry.lanes
    lanes.resize(lanes.sizeHint())
    qtbot.mouseClick(lanes, LEFT, pos=QPoint(round(lanes._x(3)), 60))
    assert lanes.chosen_column() == 3
    assert builder.dry.table.current_key() == 3
    qtbot.keyClick(lanes, Qt.Key.Key_Left)
    assert builder.dry.table.current_key() == 2
    assert not lanes.grab().isNull()
    # What is changed is tried again by itself.
    builder.view_model.choose("mode", Mode.PROMOTE)
    qtbot.waitUntil(lambda: len(asked) == 2)
    qtbot.waitUntil(lambda: builder.view_model.state.dry.word == "ready")


def test_dry_run_that_failed_says_why(
    automations: Keys, open_page: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tried(*_args: object, fit: bool) -> DryRun:
        raise NeedsYou("No file lies there that counts.", "Put one there.")

    monkeypatch.setattr(builder_view_model, "dry_run_of", tried)
    builder = builder_of(open_page(PAGE, "automations/new"), qtbot)
    builder.dry.again.click()
    qtbot.waitUntil(lambda: builder.view_model.state.dry.word == "failed")
    assert builder.dry.words.text() == "No file lies there that counts. Put one there."


def test_rule_of_an_empty_store_says_what_is_missing(open_page: Open, qtbot: QtBot) -> None:
    view = open_page(PAGE, "automations/new")
    builder = builder_of(view, qtbot)
    assert builder.view_model.state.missing == "Choose a folder, or a dataset."
    assert not builder.turn_on.isEnabled()
    assert not builder.kinds["limit"].isEnabled()
    builder.view_model.choose_kind("schedule")
    assert builder.view_model.state.missing.startswith("Choose a model, or add a script")
