"""Dry runs: the same files give the same decisions as live, and nothing of the original is touched.

Live and dry begin in the same place; live the files land one after another at moments the test
holds, dry they lie in the folder with these moments as their times.
"""

import errno
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from tidemill.base import hashing
from tidemill.base.errors import NeedsYou
from tidemill.domain.automations import Guards, Limits, Mode, Step, StepKind
from tidemill.domain.dry_runs import Then
from tidemill.domain.jobs import JobState
from tidemill.domain.people import WORKER
from tidemill.domain.watches import FileOrder
from tidemill.jobs import queue
from tidemill.jobs.child import perform
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    automation_runs,
    automations,
    dry_copies,
    dry_replays,
    dry_runs,
    jobs,
    next_versions,
    personal_data,
    promotion,
    registering,
    registry,
    stored_fits,
    training_runs,
    watching,
)
from tidemill.services.job_kinds import kinds
from tidemill.store import probations, schema

BEGAN = datetime(2026, 2, 1, tzinfo=UTC)


def at(day):
    return BEGAN + timedelta(days=day)


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def put(inbox, month):
    """Puts a month's file into the folder, with a day as its time; returns its path."""

    def done(number, day, **options):
        path = month(number, **options)
        target = inbox / path.name
        path.rename(target)
        stamp(target, day)
        return target

    return done


def stamp(path, day):
    seconds = at(day).timestamp()
    os.utime(path, (seconds, seconds))


def bad_file(inbox, day, name="shop_2024-09.csv"):
    path = inbox / name
    path.write_text("day,x,shop,bought\nnever,many,north,yes\n" * 3, encoding="utf-8")
    stamp(path, day)
    return path


@pytest.fixture
def rule(workspace, inbox):
    """The folder watched for `shop`, with the automation that retrains `buyers`."""

    def made(mode=Mode.PROPOSE, **guards):
        watch = watching.add(
            workspace, inbox, dataset="shop", model="buyers", mode=mode, order=FileOrder.TIME
        )
        [one] = automations.of_watch(workspace, watch.id)
        if guards:
            one = automations.change(workspace, one.id, guards=Guards(**guards))
        return one

    return made


@pytest.fixture
def dry(workspace, drain):
    """The result of a dry run, done by the queue as any job."""

    def done(automation, **options):
        job_id = dry_runs.ask(workspace, automation, **options)
        drain()
        return dry_runs.find(workspace, job_id)

    return done


@pytest.fixture
def live(workspace, clock, drain):
    """Files land one after another at their times, and all that follows is done."""

    def landed(folder, paths):
        away = folder.parent / "away"
        away.mkdir()
        kept = [path.replace(away / path.name) for path in paths]
        for path in kept:
            clock.at = max(clock.at, datetime.fromtimestamp(path.stat().st_mtime, UTC))
            target = folder / path.name
            shutil.copy2(path, target)
            watching.scan(workspace, closed=frozenset({str(target)}))
            drain()

    return landed


def told_live(workspace, automation_id):
    """What live operation did, file by file, in the words in which dry runs tell it."""
    found = []
    runs = automation_runs.of(workspace, automation_id)
    versions = {v.id: v for v in registry.find(workspace, "buyers").versions}
    with workspace.store.read() as connection:
        back = {
            one.version_id
            for one in probations.of_automation(connection, automation_id)
            if one.state == "rolled-back"
        }
    for file in sorted(watching.arrived(workspace), key=lambda f: f.id):
        if file.watch_id is None:
            continue
        view = next((v for v in runs if v.run.cause.refs.get("file") == file.id), None)
        version = None if view is None else versions.get(view.run.made.get("model_version"))
        then = Then.NONE
        if version is not None:
            promoted = view.run.made.get("promoted")
            then = Then.PROMOTED if promoted else Then.PROPOSED
            then = then if version.gates_passed else Then.KEPT
            then = Then.ROLLED_BACK if version.id in back else then
        gates = () if version is None else tuple((g["name"], g["passed"]) for g in version.gates)
        metric = None if version is None else version.metrics["auc"]
        number = None if version is None else version.number
        words = file.outcome
        found.append((file.name, str(file.state), words, file.rows, number, metric, gates, then))
    return found


def told_dry(run):
    return [
        (
            f.name,
            f.state,
            f.outcome,
            f.rows,
            f.model_version,
            f.metric,
            tuple((g.name, g.passed) for g in f.gates),
            f.then,
        )
        for f in run.files
    ]


def flipped(path, day):
    """The same file with every answer turned around: what was learned before is wrong on it."""
    turned = {"yes": "no", "no": "yes"}
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    lines = [line.rsplit(",", 1) for line in lines]
    text = "\n".join([head, *(f"{rest},{turned[last]}" for rest, last in lines)])
    path.write_text(text + "\n", encoding="utf-8")
    stamp(path, day)
    return path


def some_files(put, inbox):
    """Good months, one set aside, a copy, one in which a gate fails, and at last a fall."""
    first, second = put(2, 10), put(3, 20)
    bad = bad_file(inbox, 25)
    again = inbox / "again.csv"
    shutil.copyfile(second, again)
    stamp(again, 30)
    turned = flipped(put(4, 40), 40)
    return [first, second, bad, again, turned, put(5, 50), flipped(put(1, 53), 53)]


@pytest.mark.parametrize("mode", [Mode.PROPOSE, Mode.PROMOTE])
def test_a_dry_run_decides_as_live_operation_of_the_same_files(
    workspace, champion, rule, put, inbox, dry, live, mode
):
    champion()
    one = rule(mode)
    paths = some_files(put, inbox)
    before = dry(one.id)
    live(inbox, paths)
    lived = told_live(workspace, one.id)
    assert told_dry(before) == lived
    states = [row[1] for row in lived]
    assert states == ["added", "added", "set-aside", "skipped", "added", "added", "added"]
    thens = [row[-1] for row in lived]
    assert Then.KEPT in thens
    assert (Then.ROLLED_BACK if mode is Mode.PROMOTE else Then.PROPOSED) in thens
    assert before.rollbacks == thens.count(Then.ROLLED_BACK)
    if mode is Mode.PROMOTE:
        # Replayed once more, now that the dataset has the files and the model has learned of them.
        after = dry(one.id, fit=False)
        assert told_dry(after) == lived
        assert after.stored_fits == sum(1 for row in lived if row[4] is not None)


def contents(workspace):
    """All rows of the store but those of the queue, and the stored files, by their hashes."""
    with workspace.store.read() as connection:
        rows = {
            table.name: sorted(map(repr, connection.execute(sa.select(table)).all()))
            for table in schema.metadata.sorted_tables
            if table.name not in ("job", "job_log", "feed")
        }
    folder = workspace.blobs.folder
    kept = {
        str(path.relative_to(folder)): hashing.of_file(path)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return rows, kept


def test_nothing_of_the_original_is_touched_and_the_copy_is_removed(
    workspace, champion, rule, put, inbox, dry
):
    champion()
    one = rule(Mode.PROMOTE)
    path = put(2, 10)
    before, file = contents(workspace), (hashing.of_file(path), path.stat().st_mtime_ns)
    made = dry(one.id)
    assert [f.state for f in made.files] == ["added"]
    assert contents(workspace) == before
    assert (hashing.of_file(path), path.stat().st_mtime_ns) == file
    assert not list(workspace.folder.glob("dry-runs/*"))


def test_a_dry_run_that_is_cancelled_leaves_nothing(
    workspace, champion, rule, put, inbox, monkeypatch
):
    champion()
    one = rule()
    put(2, 10)
    before = contents(workspace)
    job_id = dry_runs.ask(workspace, one.id)
    claimed = queue.claim(workspace.store, "w")
    job = queue.begin(workspace.store, claimed.id, claimed.attempts)
    reporter = JobReporter(workspace.store, job.id, job.attempts)
    seen = []

    def told(*_given, **_options):
        seen.append(len(list(workspace.folder.glob("dry-runs/*"))))
        reporter.stop()

    monkeypatch.setattr(next_versions, "take_in", told)
    perform(workspace.store, kinds(), workspace.acting_as(WORKER), job, reporter)
    assert seen == [1]
    assert jobs.find(workspace, job_id).state is JobState.CANCELLED
    assert not list(workspace.folder.glob("dry-runs/*"))
    assert contents(workspace) == before


def test_the_copy_of_a_dry_run_that_died_is_removed_when_its_job_is_given_up(
    workspace, champion, rule, put
):
    champion()
    one = rule()
    put(2, 10)
    dry_runs.ask(workspace, one.id)
    job = queue.claim(workspace.store, "w")
    left = workspace.folder / dry_copies.FOLDER / "left"
    left.mkdir(parents=True)
    jobs.cancel(workspace, job.id)
    queue.gave_up(workspace.store, kinds(), workspace, jobs.find(workspace, job.id), "It died.")
    assert not left.exists()


def test_what_would_have_to_be_fitted_is_not_known_until_somebody_asks_for_it(
    workspace, champion, rule, put, dry
):
    champion()
    one = rule()
    put(2, 10)
    [first] = dry(one.id, fit=False).files
    assert (first.state, first.then) == ("added", Then.NOT_KNOWN)
    assert first.outcome == "Added; not known what the retrained model would be"
    [fitted] = dry(one.id).files
    assert fitted.then is not Then.NOT_KNOWN
    assert not fitted.from_stored_fit
    again = dry(one.id, fit=False)
    assert again.stored_fits == 1
    told = {"then_at": None, "seconds": 0.0, "n_bytes": 0, "from_stored_fit": False}
    assert replace(again.files[0], **told) == replace(fitted, **told)


def test_another_sentence_is_tried_from_the_same_fits_before_it_is_saved(
    workspace, champion, rule, put, dry
):
    champion()
    one = rule()
    put(2, 10)
    dry(one.id)
    told = dry(replace(one, id=0, name="Tried", mode=Mode.TELL), fit=False)
    assert (told.automation_id, told.name, told.unknown) == (None, "Tried", 0)
    assert len(automations.every(workspace)) == 1


def test_a_model_that_learned_from_the_files_begins_without_a_champion(
    workspace, inbox, put, dry, drain, clock
):
    put(1, 5)
    watch = watching.add(
        workspace, inbox, dataset="shop", target="bought", time="day", order=FileOrder.TIME
    )
    watching.scan(workspace, closed=frozenset({str(inbox / "shop_2024-01.csv")}))
    drain()
    job_id = training_runs.train(workspace, "shop", estimators=("logistic_regression",))
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    registering.register(workspace, run.id, name="buyers")
    clock.at = at(15)
    promotion.promote(workspace, "buyers@1", anyway=True, reason="So that one serves")
    watching.retrain(workspace, watch.id, "buyers")
    put(2, 10)
    [one] = automations.of_watch(workspace, watch.id)
    made = dry(one.id)
    assert [f.version for f in made.files] == [1, 2]
    assert [f.against for f in made.files] == ["", "class prior"]
    assert any("begins without a champion" in note for note in made.notes)
    assert made.files[1].then is Then.PROPOSED
    [decided] = made.by_hand
    assert (decided.kind, decided.label, decided.by) == ("promoted", "v1", "ada")
    assert decided.days_earlier == pytest.approx(5.0, abs=0.1)


def test_what_quiet_hours_hold_back_starts_when_they_end(workspace, champion, rule, put, dry):
    champion()
    one = rule()
    limits = Limits(quiet=("00:00", "06:00"), zone="UTC")
    one = automations.change(workspace, one.id, limits=limits)
    put(2, 10)  # at midnight
    [file] = dry(one.id).files
    assert file.moment.hour == 0
    assert file.metric is not None
    assert (file.then_at.day, file.then_at.hour) == (file.moment.day, 6)


def test_scripts_are_left_out_and_that_is_said(workspace, champion, rule, put, dry, tmp_path):
    champion()
    one = rule()
    told = tmp_path / "told"
    script = Step(StepKind.SCRIPT, {"command": f"touch {told}"})
    put(2, 10)
    made = dry(replace(one, steps=(script, *one.steps)))
    assert made.files[0].metric is not None
    assert not told.exists()
    assert any("Scripts are left out" in note for note in made.notes)


def test_a_folder_without_a_rule_says_which_files_would_be_taken_in(
    workspace, shop, inbox, put, drain
):
    watch = watching.add(workspace, inbox, dataset="shop")
    put(2, 10)
    bad_file(inbox, 12)
    job_id = dry_runs.ask_for_folder(workspace, watch.id)
    drain()
    made = dry_runs.find(workspace, job_id)
    assert [f.state for f in made.files] == ["added", "set-aside"]
    assert made.files[1].checks_failed
    assert (made.model, made.automation_id) == (None, None)


def test_only_the_newest_files_are_replayed_and_that_is_said(workspace, shop, inbox, put, drain):
    watch = watching.add(workspace, inbox, dataset="shop", order=FileOrder.TIME)
    put(2, 10)
    put(3, 20)
    job_id = dry_runs.ask_for_folder(workspace, watch.id, newest=1)
    drain()
    made = dry_runs.find(workspace, job_id)
    assert [f.name for f in made.files] == ["shop_2024-03.csv"]
    assert made.n_there == 2
    assert made.notes[0].startswith("Replaying the newest 1 file of 2")


def test_files_for_which_there_was_no_time_are_not_known(workspace, shop, inbox, put, drain):
    watch = watching.add(workspace, inbox, dataset="shop")
    put(2, 10)
    job_id = dry_runs.ask_for_folder(workspace, watch.id, minutes=0.0)
    drain()
    made = dry_runs.find(workspace, job_id)
    assert made.files[0].outcome == "Not replayed: the 0 minutes were over."
    assert made.unknown == 1


def test_values_of_personal_columns_are_masked_in_what_is_told(workspace, shop, inbox, drain):
    personal_data.mark(workspace, "shop", "x", True)
    watch = watching.add(workspace, inbox, dataset="shop")
    path = bad_file(inbox, 12)
    path.write_text(path.read_text().replace("many", "ada@mail.example"))
    job_id = dry_runs.ask_for_folder(workspace, watch.id)
    drain()
    [file] = dry_runs.find(workspace, job_id).files
    assert file.state == "set-aside"
    words = "".join((file.outcome, file.reason, *file.checks_failed))
    assert "`x`" in words
    assert "ada@mail" not in words


def test_a_full_disk_is_told_as_what_it_is(workspace, shop, inbox, put, drain, monkeypatch):
    watch = watching.add(workspace, inbox, dataset="shop")
    put(2, 10)

    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(dry_replays, "_put", full)
    job_id = dry_runs.ask_for_folder(workspace, watch.id)
    drain()
    assert "is full" in (jobs.find(workspace, job_id).error or "")
    assert not list(workspace.folder.glob("dry-runs/*"))


def test_an_empty_folder_and_a_rule_without_one_say_what_is_missing(workspace, champion, rule):
    champion()
    one = rule()
    with pytest.raises(NeedsYou, match="No file lies in"):
        dry_runs.ask(workspace, one.id)
    other = replace(one, dataset="else", triggers=())
    with pytest.raises(NeedsYou, match="No watched folder feeds"):
        dry_runs.ask(workspace, other)


def test_stored_fits_that_are_too_many_go_the_longest_unused_first(workspace, monkeypatch):
    folder = workspace.folder / stored_fits.FOLDER
    folder.mkdir()
    for number in range(3):
        path = folder / f"{number}.fit"
        path.write_bytes(b"x" * 10)
        os.utime(path, (number, number))
    monkeypatch.setattr(stored_fits, "MOST_FITS", 2)
    assert stored_fits.prune(workspace) == 10
    assert sorted(p.name for p in folder.iterdir()) == ["1.fit", "2.fit"]
    monkeypatch.setattr(stored_fits, "MOST_BYTES", 15)
    assert stored_fits.prune(workspace) == 10
