"""The language of the window: the one wished for, else what the system speaks, else English."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from tidemill.base.words import tr, untranslated
from tidemill.gui import languages


@pytest.fixture
def spoken():
    yield languages.speak
    languages.speak("en")


def test_a_text_is_english_until_a_language_was_chosen_and_its_holes_are_filled(spoken):
    assert tr("Roll back to v{rollback_to}", rollback_to=3) == "Roll back to v3"
    spoken("de")
    assert tr("Roll back to v{rollback_to}", rollback_to=3) == "Auf v3 zurücknehmen"
    assert tr("A text that no catalogue has") == "A text that no catalogue has"
    spoken("en")
    assert tr("Home") == "Home"


def test_a_translation_leads_back_to_every_text_that_has_it(spoken):
    assert untranslated("Modell") == ("Modell",)
    spoken("de")
    assert {"Model", "model", "Modell"} <= set(untranslated("Modell"))


def test_a_text_without_values_keeps_its_braces():
    assert tr('{"rows": []}') == '{"rows": []}'


@pytest.mark.parametrize(
    ("wish", "system", "language"),
    [
        ("de", ["fr-FR"], "de"),
        ("en", ["de-DE"], "en"),
        ("system", ["de-AT", "en-GB"], "de"),
        ("system", ["fr-FR", "de_CH"], "de"),
        ("system", ["fr-FR"], "en"),
        ("system", ["C"], "en"),
        ("klingon", ["de-DE"], "en"),
    ],
)
def test_the_wish_counts_then_what_the_system_speaks(monkeypatch, wish, system, language):
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _locale: system)
    assert languages.language_of(wish) == language


def test_qt_says_its_own_texts_in_the_language_too(qapp, spoken):
    assert QCoreApplication.translate("QPlatformTheme", "Discard") == "Discard"
    assert languages.install(qapp) == []
    spoken("de")
    translators = languages.install(qapp)
    try:
        assert QCoreApplication.translate("QPlatformTheme", "Discard") == "Verwerfen"
        assert QCoreApplication.translate("Tidemill", "Home") == "Start"
    finally:
        for each in translators:
            qapp.removeTranslator(each)


def test_a_window_that_starts_in_german_has_german_modules():
    code = (
        "from tidemill.gui import languages; languages.speak('de');"
        "from tidemill.gui.pages.models.page import PAGE; print(PAGE.title)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"},
    )
    assert said.stdout.strip() == "Modelle"
