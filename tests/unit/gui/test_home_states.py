"""The state of Home follows from what the services say."""

from datetime import UTC, datetime

import pytest

from tidemill.domain.jobs import Job, JobState
from tidemill.domain.models import Comment
from tidemill.gui.pages.home import decisions, state
from tidemill.gui.shell import watching
from tidemill.services.home import Home, SpokenTo
from tidemill.services.workers import WorkerState

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def job(kind: str = "model.train", **values: object) -> Job:
    fields: dict[str, object] = {
        "id": 7, "kind": kind, "params": {"experiment": "flights"}, "state": JobState.RUNNING,
        "priority": 0, "lane": None, "key": None, "attempts": 1, "asked_by": "ines",
        "cause": "ines asked", "parent_id": None, "claimed_by": None, "lease_until": None,
        "cancel_asked": False, "progress": 0.4, "message": "", "result": {}, "error_kind": None,
        "error": None, "hint": None, "created_at": NOW, "started_at": None, "ended_at": None,
    }  # fmt: skip
    return Job(**(fields | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "Good evening, Ines"), (9, "Good morning, Ines"), (12, "Good afternoon, Ines"),
     (18, "Good evening, Ines")],
)  # fmt: skip
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert state.greeting(hour, "Ines Kaya") == words


def test_the_sentence_counts_in_words_and_promises_nothing_without_a_champion() -> None:
    assert state.sentence(0, ()) == "Nothing needs you."
    assert state.sentence(1, ()) == "One thing needs your decision."
    assert state.sentence(3, ()) == "Three things need your decision."
    assert state.sentence(24, ()) == "24 things need your decision."


def test_past_the_fifth_card_the_rest_is_folded() -> None:
    card = decisions.DecisionCard("", "job", "", "", "", "", "", None, "Try again")
    cards = tuple(card for _ in range(8))
    folded = state.HomeState(word="ready", cards=cards)
    assert (len(folded.shown), folded.n_more) == (5, 3)
    unfolded = state.HomeState(word="ready", cards=cards, is_everything_shown=True)
    assert (len(unfolded.shown), unfolded.n_more) == (8, 0)


def test_a_job_is_named_by_what_it_does_to_what() -> None:
    assert decisions.job_words(job()) == "Training on flights"
    assert decisions.job_words(job("dataset.ingest", params={"dataset": "flights"})) == (
        "Adding data to flights"
    )
    assert decisions.job_words(job("model.retrain", params={"model": "late"})) == "Retraining late"
    assert decisions.job_words(job("new.kind", params={})) == "new.kind"


def test_the_worker_at_rest_at_work_and_gone() -> None:
    gone = state.worker_card(WorkerState(False, "", (), 2, 1))
    assert (gone.status, gone.text, gone.can_start) == ("bad", "2 jobs wait for it.", True)
    working = state.worker_card(WorkerState(True, "", (job(),), 1, 1))
    assert (working.status, working.text, working.share) == ("working", "Training on flights", 0.4)
    assert working.queue == (("Queue", "1 job"), ("Watching", "1 folder"))
    assert state.worker_card(WorkerState(True, "", (), 0, 0)).share is None


def test_a_worker_that_holds_jobs_back_and_one_whose_job_is_paused_say_so() -> None:
    words = "Only 312.0 MB are free on the disk of /data: no new job is begun below 500.0 MB."
    held = WorkerState(True, f"Waiting: {words}", (), 2, 0)
    assert held.held == words
    assert state.worker_card(held).text == words
    assert state.worker_card(held).status == "warn"
    told = watching.facts_of(held, None)
    assert (told.status, told.word, told.doing) == ("warn", "Worker waits", words)
    paused = job(is_paused=True, message="Training Random forest", attempts=2)
    working = WorkerState(True, "model.train", (paused,), 0, 0)
    assert state.worker_card(working).text == "Paused: Try 2: Training Random forest"
    assert watching.facts_of(working, None).doing == "Paused: Try 2: Training Random forest"


@pytest.mark.parametrize(
    ("subject", "address"),
    [
        ("data/flights/3", "data/flights/3"),
        ("models/flights-late", "models/flights-late"),
        ("files/12", "automations/files/12"),
        ("watches/1", "automations"),
        ("people/ines", "activity"),
    ],
)
def test_an_entry_leads_to_what_it_is_about(subject: str, address: str) -> None:
    assert state.address_of_subject(subject) == address


def test_a_comment_is_quoted_and_leads_to_the_version() -> None:
    text = "@ben please\nlook at the north. " + "It matters. " * 40
    comment = Comment(3, "models/late/7", NOW, "ines", text, ("ben",))
    home = Home((), (), (), has_data=True, has_runs=True, had_champion=True)
    card = decisions.card_of(SpokenTo(comment, "late", 7, "Ines Kaya", "ben"), home, {})
    assert (card.key, card.address, card.deferral) == ("comment:3:ben", "models/late/7", "Done")
    assert card.title == "Ines Kaya speaks to you about late v7"
    assert card.text.startswith("@ben please look at the north. It matters.")
    assert card.text.endswith("…")
    assert len(card.text) < 300
