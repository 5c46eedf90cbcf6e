"""The verdict over a candidate beside the champion: read, promoted from, ended."""

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tidemill.domain.deployments import Deployment
from tidemill.domain.models import Stage
from tidemill.domain.trial_verdicts import Finding
from tidemill.gui.pages.deployments.page import PAGE
from tidemill.gui.pages.deployments.verdict_sheet import VerdictSheet
from tidemill.services import deploying, registry, trials
from tidemill.services.workspace import Workspace

NAME = "flights-late"


@pytest.fixture
def candidate(workspace: Workspace, ready: Deployment) -> int:
    """The number of a version that shadows the champion."""
    versions = registry.find(workspace, NAME).versions
    number = next(one.number for one in versions if one.stage is not Stage.CHAMPION)
    trials.shadow(workspace, NAME, str(number))
    return number


@pytest.fixture
def sheet(
    open_page: Any, page_context: Any, candidate: int, settle: Any, qtbot: QtBot
) -> VerdictSheet:
    """The sheet, opened from the card's menu."""
    view = open_page(PAGE)
    assert view.view_model.state.cards[0].trial is not None
    view.cards[0].wanted.emit(NAME, "verdict")
    qtbot.waitUntil(lambda: bool(page_context.sheets))
    settle(view)
    (found,) = page_context.sheets
    assert isinstance(found, VerdictSheet)
    return found


def test_a_trial_without_an_answer_says_what_is_needed(sheet: VerdictSheet) -> None:
    assert sheet.verdict.words[0] == "Nothing has been answered in this trial yet."
    assert sheet.verdict.needed


def test_a_promotion_is_suggested_only_by_a_verdict_that_speaks_for_it(
    sheet: VerdictSheet, page_context: Any
) -> None:
    assert sheet.verdict.finding is Finding.ANSWERS_ONLY
    assert sheet.primary.kind() == "secondary"
    assert sheet.primary.isEnabled()
    kinds = {}
    for finding in Finding:
        found = replace(sheet.verdict, finding=finding)
        kinds[finding] = VerdictSheet(page_context.sheet_host, found, "").primary.kind()
    assert {f for f, kind in kinds.items() if kind == "primary"} == {Finding.BETTER, Finding.SAME}


def test_promoting_leads_to_the_promotion_sheet_with_its_gates(
    sheet: VerdictSheet, page_context: Any, candidate: int, qtbot: QtBot
) -> None:
    qtbot.mouseClick(sheet.primary, Qt.MouseButton.LeftButton)
    assert page_context.navigated == [f"tidemill://models/{NAME}/{candidate}/promote"]


def test_ending_lets_the_champion_answer_alone(
    sheet: VerdictSheet, workspace: Workspace, page_context: Any, qtbot: QtBot
) -> None:
    qtbot.mouseClick(sheet.end, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page_context.toasts))
    assert page_context.toasts[0][0] == f"The champion of {NAME} answers alone"
    assert deploying.find(workspace, NAME).split == {}
