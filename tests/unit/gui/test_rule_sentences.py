"""Rules as sentences: how they read, and what becomes of them when a part is chosen or typed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Limits, Mode, StepKind, Trigger
from tidemill.domain.datasets import Series
from tidemill.domain.watches import FileOrder, Watch
from tidemill.gui import languages
from tidemill.gui.kit.sentence_parts import words_of
from tidemill.gui.pages.automations.draft import (
    Draft,
    FolderRule,
    Known,
    NewFolder,
    first_draft,
    name_of,
)
from tidemill.gui.pages.automations.folder_parts import folder_sentence
from tidemill.gui.pages.automations.rule_changes import changed, only_trigger
from tidemill.gui.pages.automations.rule_offers import limits_sentence, offer
from tidemill.gui.pages.automations.rule_sentence import sentence_of

NOW = datetime(2026, 11, 22, tzinfo=UTC)
WATCH = Watch(
    1, "/data/exports/churn", "churn", "append", None, None, True, True, NOW, "x", "churn_*.csv"
)
KNOWN = Known(
    (WATCH,),
    ("churn", "other"),
    (("churn-monthly", "churn"), ("elsewhere", "other")),
    ((3, "nightly"),),
    "Europe/Vienna",
    (("other", Series.REPLACE),),
    ("Data checks",),
)


def said(draft: Draft) -> str:
    return words_of(sentence_of(draft, KNOWN))


def test_first_rule_is_that_of_the_folder_and_its_model() -> None:
    draft = first_draft(KNOWN)
    assert said(draft) == (
        "When a file lands in exports/churn that looks like churn_*.csv, add it to churn, "
        "check it, retrain churn-monthly and propose it if every gate passes."
    )
    assert name_of(draft, KNOWN) == "churn-monthly, churn"


def test_rule_of_a_store_without_anything_can_still_be_read() -> None:
    empty = Known()
    words = words_of(sentence_of(first_draft(empty), empty))
    assert words == (
        "When a file is added to a dataset from anywhere, check it and retrain no model."
    )


def test_two_triggers_are_joined_and_one_can_be_left_out() -> None:
    draft = only_trigger(first_draft(KNOWN), KNOWN, "schedule")
    draft = changed(draft, KNOWN, "when:time", "every Monday at 06:00")
    draft = changed(draft, KNOWN, "or", "add:limit")
    draft = changed(draft, KNOWN, "mode", Mode.PROMOTE)
    assert said(draft) == (
        "Every Monday at 06:00, or when drift of any column of churn-monthly is over 0.2, "
        "check its data, retrain churn-monthly and promote it by itself if every gate passes."
    )
    left = changed(draft, KNOWN, "or", "drop:time")
    assert [t.id for t in left.triggers] == ["limit"]
    assert changed(left, KNOWN, "or", "drop:limit") == left


def test_data_without_the_model_take_another_model_or_none() -> None:
    draft = changed(first_draft(KNOWN), KNOWN, "folder:files", 0)
    other = changed(draft, KNOWN, "dataset", "other")
    assert (other.model, other.triggers[0].settings["dataset"]) == ("elsewhere", "other")
    bare = changed(other, KNOWN, "model", "")
    assert [s.kind for s in bare.steps] == [StepKind.CHECK]
    again = changed(bare, KNOWN, "model", "elsewhere")
    assert [s.kind for s in again.steps] == [s.kind for s in other.steps]


@pytest.mark.parametrize(
    ("words", "settings"),
    [
        ("a file", {"n_files": 1, "n_rows": 0}),
        ("12 files", {"n_files": 12, "n_rows": 0}),
        ("1,000 rows", {"n_files": 1, "n_rows": 1000}),
        ("3 files with 5000 rows", {"n_files": 3, "n_rows": 5000}),
    ],
)
def test_amounts_are_read(words: str, settings: dict[str, Any]) -> None:
    draft = changed(first_draft(KNOWN), KNOWN, "amount:files", words)
    assert {k: draft.triggers[0].settings[k] for k in settings} == settings


@pytest.mark.parametrize(
    ("key", "words", "limits"),
    [
        ("every", "6 hours", Limits(at_most_every_s=6 * 3600)),
        ("every", "a day", Limits(at_most_every_s=86400)),
        ("every", "", Limits()),
        ("quiet", "8:00 to 18:30", Limits(quiet=("08:00", "18:30"))),
        ("minutes", "90", Limits(minutes_a_month=90)),
        ("mains", True, Limits(mains_only=True)),
    ],
)
def test_limits_are_read_and_said(key: str, words: Any, limits: Limits) -> None:
    draft = changed(first_draft(KNOWN), KNOWN, key, words)
    assert draft.limits == limits


def test_limits_are_one_sentence() -> None:
    limits = Limits(3600, ("08:00", "18:00"), "", mains_only=True, minutes_a_month=300)
    assert words_of(limits_sentence(limits)) == (
        "It starts not more than once an hour, not between 08:00 and 18:00, only on mains power, "
        "and may work 300 minutes a month."
    )


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("amount:files", "many"),
        ("amount:files", "0 files"),
        ("every", "often"),
        ("quiet", "at night"),
        ("quiet", "25:00 to 06:00"),
        ("minutes", "-3"),
        ("watch_days", "soon"),
    ],
)
def test_what_can_not_be_read_says_how_it_is_said(key: str, words: str) -> None:
    with pytest.raises(NeedsYou) as told:
        changed(first_draft(KNOWN), KNOWN, key, words)
    assert told.value.hint


def test_schedule_that_can_not_be_read_is_shown_as_it_was_written() -> None:
    trigger = Trigger("time", "schedule", {"when": "in a while", "zone": "Europe/Vienna"})
    draft = Draft(triggers=(trigger,))
    assert said(draft).startswith("In a while, ")


def test_every_part_of_every_sentence_has_something_to_choose() -> None:
    draft = first_draft(KNOWN)
    for kind in ("limit", "job-ended", "registry-event", "schedule"):
        draft = changed(draft, KNOWN, "or", f"add:{kind}")
    parts = [*sentence_of(draft, KNOWN, is_built=True), *limits_sentence(draft.limits)]
    keys = [part.key for part in parts if hasattr(part, "key")]
    assert len(keys) > 15
    for key in keys:
        found = offer(draft, KNOWN, key)
        assert found.choices or found.placeholder, key


def test_what_is_suggested_is_read_as_it_was_meant_in_any_language() -> None:
    draft = first_draft(KNOWN)
    draft = changed(draft, KNOWN, "or", "add:schedule")
    parts = [*sentence_of(draft, KNOWN, is_built=True), *limits_sentence(draft.limits)]
    keys = [part.key for part in parts if hasattr(part, "key")] + ["watch_days", "days_between"]
    languages.speak("de")
    try:
        offered = {key: offer(draft, KNOWN, key) for key in keys}
        told = [one.text for found in offered.values() for one in found.choices]
        tried = 0
        for found in offered.values():
            for one in found.choices if found.check is not None else ():
                found.check(str(one.value))  # raises where it can't be read
                tried += 1
    finally:
        languages.speak("en")
    assert tried > 15
    assert {"3 Dateien", "jede Nacht um 02:00", "eine Woche", "14 Tage"} <= set(told)


def test_how_files_of_a_folder_are_taken_in_is_said_and_changed() -> None:
    draft = first_draft(KNOWN)
    assert words_of(tuple(folder_sentence(draft, KNOWN))) == (
        " Files in folders below are left out; those that come together go in by name, and each "
        "adds its rows."
    )
    draft = changed(draft, KNOWN, "below:files", True)
    draft = changed(draft, KNOWN, "order:files", FileOrder.TIME)
    draft = changed(draft, KNOWN, "series:files", Series.REPLACE)
    draft = changed(draft, KNOWN, "pattern:files", " *.parquet ")
    assert draft.folder_rules == (
        (1, FolderRule("*.parquet", True, FileOrder.TIME, Series.REPLACE)),
    )
    assert words_of(tuple(folder_sentence(draft, KNOWN))) == (
        " Files in folders below count too; those that come together go in by time, and each "
        "replaces all rows."
    )
    assert "in exports/churn that looks like *.parquet, add it to churn" in said(draft)
    for key, value in (("below", False), ("order", "name"), ("series", "append")):
        draft = changed(draft, KNOWN, f"{key}:files", value)
    assert changed(draft, KNOWN, "pattern:files", "churn_*.csv").folder_rules == ()


def test_a_new_folder_has_a_rule_of_its_own_and_keeps_it_with_another_path() -> None:
    draft = changed(first_draft(KNOWN), KNOWN, "folder:files", "/data/in")
    draft = changed(draft, KNOWN, "below:files", True)
    draft = changed(draft, KNOWN, "folder:files", "/data/there")
    assert draft.folder == NewFolder("/data/there", FolderRule(is_recursive=True))
    assert draft.folder_rules == ()


def test_files_add_or_replace_rows_as_a_dataset_that_is_there_does() -> None:
    draft = changed(first_draft(KNOWN), KNOWN, "folder:files", "/data/in")
    draft = changed(draft, KNOWN, "dataset", "other")
    parts = folder_sentence(draft, KNOWN)
    assert words_of(tuple(parts)).endswith("and each replaces all rows.")
    assert not any(getattr(part, "key", "") == "series:files" for part in parts)


def test_folder_without_a_pattern_takes_files_whatever_their_names_are() -> None:
    draft = changed(first_draft(KNOWN), KNOWN, "pattern:files", "")
    built = words_of(sentence_of(draft, KNOWN, is_built=True))
    assert built.startswith("When a file lands in exports/churn, whatever its name or …, add it")
    assert said(draft).startswith("When a file lands in exports/churn, add it to churn, check it")


def test_with_two_triggers_new_files_are_added() -> None:
    draft = changed(first_draft(KNOWN), KNOWN, "or", "add:schedule")
    assert said(draft) == (
        "When a file lands in exports/churn that looks like churn_*.csv, or every night at 02:00, "
        "add new files to churn, check it, retrain churn-monthly and propose it if every gate "
        "passes."
    )


def test_gates_are_looked_at_and_stay_as_they_are() -> None:
    draft = first_draft(KNOWN)
    assert [one.text for one in offer(draft, KNOWN, "gates").choices] == ["Data checks"]
    assert changed(draft, KNOWN, "gates", "Data checks") == draft
