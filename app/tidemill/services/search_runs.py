"""A search at work in the worker's child: trial after trial, then the best is fitted as a run.

Every fold is written when it is judged. A search whose process was killed reads its trials again
and goes on with the fold that was at work; nothing that was judged is fitted twice.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tidemill.base.clock import monotonic
from tidemill.base.errors import NeedsYou
from tidemill.base.ids import derived_id
from tidemill.base.progress import Part
from tidemill.catalog.discovery import family
from tidemill.domain.frames import Frame
from tidemill.domain.jobs import Job
from tidemill.domain.metrics import Metric, metric
from tidemill.domain.recipes import Recipe
from tidemill.domain.run_names import run_name
from tidemill.domain.runs import RunState
from tidemill.domain.search_trials import (
    Trial,
    TrialState,
    best,
    course_of_best,
    finished,
    hopeless,
)
from tidemill.domain.searches import STOP_TAG, Dimension, SearchPlan
from tidemill.jobs import queue
from tidemill.jobs.reporter import JobReporter
from tidemill.services import (
    datasets,
    kept_steps,
    machine_park,
    run_contents,
    tables,
    training_runs,
)
from tidemill.services import searching as service
from tidemill.services.searching import FOLD_SECONDS, SEARCH_FILE, TRIAL_TAG, Insights
from tidemill.services.training import prepared_rows
from tidemill.services.training.cross_fits import CrossFits, cross_fits
from tidemill.services.workspace import Workspace
from tidemill.store import histories
from tidemill.store import runs as rows
from tidemill.store.run_writing import Keys

FAILURES_IN_A_ROW = 5
"""So many failed trials, and none that finished, end a search."""
LOOK_SHARE = 0.05
"""What working out the insights may take of a search's time."""


def run(workspace: Workspace, job: Job, reporter: JobReporter) -> dict[str, Any]:
    """Try settings within the budget, then fit the best on all rows to learn from."""
    from tidemill.services.training.learning import learn

    version = datasets.version_of_id(workspace, job.params["dataset_version"])
    recipe = Recipe.from_dict(job.params["recipe"])
    plan, space = service.searched(recipe)
    pk = training_runs.begin(workspace, job, "search", version.id, job.params["experiment"])
    if pk is None:  # an earlier try wrote everything and died before it could say so
        return _result(workspace, job)
    reporter.report(0.02, f"Loading {version.label}")
    schema = datasets.schema_of(workspace, version)
    frame = tables.as_schema(tables.whole(workspace, version), schema)
    seed = recipe.seed if plan.seed is None else plan.seed
    parts = cross_fits(frame, schema, recipe, plan.n_folds, seed)
    known = kept_steps.of_job(workspace, job)
    with machine_park.lent(workspace, reporter.log), prepared_rows.remembered(known) as prepared:
        work = _Work(workspace, job, reporter, pk, version.address, recipe, plan, space, seed)
        trials, ended = work.search(parts)
        top = best(trials, work.up)
        if top is None:
            failed = next((one.error for one in trials if one.error), "")
            raise NeedsYou(
                f"None of {len(trials):,} settings could be judged. {failed}".strip(),
                "Choose another estimator, or look at the trials for what went wrong.",
            )
        reporter.log(ended)
        reporter.report(0.9, f"Fitting the best, trial {top.number}")
        found = replace(work.of(top.values), search=None)
        part = Part(reporter, 0.9, 1.0)
        learned = learn(frame, schema, found, part)
        reporter.log(
            f"{prepared.n_fitted:,} preparations were learned, {prepared.n_reused:,} taken over."
        )
        learned = training_runs.by_costs(workspace, learned, frame, schema, part)
    _keep(work, learned, version, frame, trials, top)
    return _result(workspace, job)


def _keep(
    work: "_Work", learned: Any, version: Any, frame: Frame, trials: list[Trial], top: Trial
) -> None:
    name = service.fold_metric(work.recipe)
    training_runs.keep_learned(
        work.workspace,
        work.job,
        work.pk,
        learned,
        version,
        frame,
        kind="search",
        params={**work.said(), "best_trial": str(top.number)},
        metrics={
            name: top.mean,
            "n_trials": float(len(trials)),
            "search_seconds": sum(one.seconds for one in trials),
        },
    )


def _result(workspace: Workspace, job: Job) -> dict[str, Any]:
    found = service.of_job(workspace, job.id)
    assert found is not None
    top = found.best
    number = 0 if top is None else top.number
    measure = found.run.metrics[found.measure]
    words = (
        f"Best of {len(found.trials):,} is trial {number}, {found.measure} {measure:.4f}. "
        f"{found.ended}"
    )
    return {"runs": [found.run.id], "message": words.strip().removesuffix(".")}


@dataclass(eq=False)
class _Work:
    """A search at work: where it writes, what it searches, and the budget it keeps to."""

    workspace: Workspace
    job: Job
    reporter: JobReporter
    pk: int
    address: str
    recipe: Recipe
    plan: SearchPlan
    space: tuple[Dimension, ...]
    seed: int
    insights: Insights = field(default_factory=Insights)
    looked_s: float = 0.0
    told: bytes = b""

    @property
    def measure(self) -> Metric:
        return metric(self.recipe.task, self.recipe.metric)

    @property
    def up(self) -> bool:
        return self.measure.higher_is_better is not False

    def of(self, values: Any) -> Recipe:
        """The recipe with these settings, and those it has besides."""
        return replace(self.recipe, estimator_settings={**self.recipe.estimator_settings, **values})

    def said(self) -> dict[str, str]:
        return {"searcher": self.plan.searcher, "folds": str(self.plan.n_folds)}

    def search(self, parts: CrossFits) -> tuple[list[Trial], str]:
        """Try settings until the budget is spent; return the trials and why they ended."""
        with self.workspace.store.write() as tx:
            queue.hold(tx, self.job)
            said = run_contents.params_of(self.recipe, self.address, "search") | self.said()
            rows.put_values(tx, self.pk, params=said)
        trials = service.tried(self.workspace, self.pk, self.recipe, self.space)
        self._take_up(trials)
        self._tell("")
        ended = ""
        while not ended:
            at_work = next((one for one in trials if one.state is TrialState.RUNNING), None)
            ended = "" if at_work is not None else self._over(trials)
            if not ended:
                one = at_work or self._begin(trials)
                others = [other for other in trials if other.number != one.number]
                done = self._try(parts, one, others)
                trials = [*others, done]
                if done.is_finished:
                    self._draw_best(trials)
            self._look(trials, is_last=bool(ended))
            self._tell(ended)
        return trials, ended

    def _take_up(self, trials: Sequence[Trial]) -> None:
        """A trial that was at work when an earlier try of the job ended goes on as a run."""
        for one in trials:
            if one.state is TrialState.RUNNING:
                with self.workspace.store.write() as tx:
                    queue.hold(tx, self.job)
                    pk = self._pk(tx.connection, one)
                    status = str(RunState.RUNNING)
                    rows.update(tx, [pk], status=status, ended_at=None, error=None)

    def _over(self, trials: Sequence[Trial]) -> str:
        """Why no other trial begins, or nothing where one does."""
        done = finished(trials)
        if cut := self._cut(trials):
            return cut
        if len(trials) >= self.plan.n_trials:
            return f"All {self.plan.n_trials:,} trials were made."
        failed = [one for one in trials if one.state is TrialState.FAILED]
        if not done and len(failed) >= FAILURES_IN_A_ROW:
            return f"The first {len(failed)} trials failed."
        return ""

    def _cut(self, trials: Sequence[Trial]) -> str:
        """Why even a trial at work is given up; nothing before there is a best to keep."""
        if not finished(trials):
            return ""
        limit = self.plan.limit_s
        if limit is not None and sum(one.seconds for one in trials) >= limit:
            return f"The budget of {limit / 60:,.3g} minutes was spent."
        return STOPPED if self._is_stopped() else ""

    def _is_stopped(self) -> bool:
        with self.workspace.store.read() as connection:
            [mine] = rows.find(connection, [self.pk], ())
        return STOP_TAG in mine.tags

    def _begin(self, trials: Sequence[Trial]) -> Trial:
        """The next settings as a run of their own: first the recipe's, then what is proposed."""
        number = max((one.number for one in trials), default=0) + 1
        if number == 1:
            entry = family("estimators")[self.recipe.estimator].ENTRY
            settings = entry.settings(self.recipe.estimator_settings)
            values = {one.name: settings[one.name] for one in self.space}
        else:
            searcher = family("searchers")[self.plan.searcher]
            values = searcher.propose(
                self.space, trials, number=number, seed=self.seed, higher_is_better=self.up
            )
        store = self.workspace.store
        params = run_contents.params_of(self.of(values), self.address, "trial")
        params |= {one.name: str(values[one.name]) for one in self.space} | {"trial": str(number)}
        with store.write() as tx:
            queue.hold(tx, self.job)
            uuid = derived_id(store.id, str(self.job.id), f"trial-{number}")
            while rows.of_uuid(tx.connection, uuid) is not None:  # one that was thrown away
                uuid = derived_id(store.id, uuid)
            pk = rows.insert(
                tx,
                uuid=uuid,
                project="default",
                experiment=self.job.params["experiment"],
                name=run_name(uuid, rows.next_number(tx.connection)),
                user=self.job.asked_by,
                job_id=self.job.id,
                dataset_version_id=self.job.params["dataset_version"],
            )
            rows.update(tx, [pk], parent_pk=self.pk)
            tags = {TRIAL_TAG: str(TrialState.RUNNING)}
            rows.put_values(tx, pk, params=params, tags=tags)
        return Trial(number, values, run=uuid)

    def _try(self, parts: CrossFits, trial: Trial, others: Sequence[Trial]) -> Trial:
        """Judge a trial on the folds it was not judged on yet."""
        recipe = self.of(trial.values)
        for k in range(len(trial.folds), len(parts.folds)):
            self.reporter.report(
                self._share([*others, trial]),
                f"Trial {trial.number} of {self.plan.n_trials:,}, fold {k + 1} of "
                f"{len(parts.folds)}",
            )
            if cut := self._cut([*others, trial]):
                return self._end(trial, TrialState.PRUNED, f"Given up before its end. {cut}")
            began = monotonic()
            try:
                value = parts.judge(recipe, k)
            except NeedsYou as error:
                return self._end(trial, TrialState.FAILED, error.message)
            took = monotonic() - began
            trial = replace(trial, folds=(*trial.folds, value), seconds=trial.seconds + took)
            self._write_fold(trial, k, value, took)
            middle = hopeless(trial, others, self.up) if self.plan.is_pruned else None
            if middle is not None and k + 1 < len(parts.folds):
                words = self.measure.words
                return self._end(
                    trial,
                    TrialState.PRUNED,
                    f"Given up after {k + 1} of {len(parts.folds)} folds: "
                    f"{self.measure.title} {words(trial.mean)}, the median of the others "
                    f"{words(middle)}.",
                )
        return self._end(trial, TrialState.FINISHED)

    def _share(self, trials: Sequence[Trial]) -> float:
        shares = [(len(trials) - 1) / self.plan.n_trials]
        if self.plan.limit_s is not None:
            shares.append(sum(one.seconds for one in trials) / self.plan.limit_s)
        return 0.05 + 0.85 * min(1.0, max(shares))

    def _write_fold(self, trial: Trial, k: int, value: float, took: float) -> None:
        names = (service.fold_metric(self.recipe), FOLD_SECONDS)
        with self.workspace.store.write() as tx:
            queue.hold(tx, self.job)
            pk = self._pk(tx.connection, trial)
            ids = Keys().ids(tx, [("metric", name) for name in names])
            at = tx.clock.now().timestamp()
            pairs = zip(names, (value, took), strict=True)
            points = [(pk, ids["metric", name], k + 1, at, said) for name, said in pairs]
            histories.append(tx, points)
            rows.update(tx, [pk])

    def _end(self, trial: Trial, state: TrialState, error: str = "") -> Trial:
        """Write how a trial ended; its metric is the mean over the folds it was judged on."""
        with self.workspace.store.write() as tx:
            queue.hold(tx, self.job)
            pk = self._pk(tx.connection, trial)
            name = service.fold_metric(self.recipe)
            means = {name: trial.mean} if trial.folds else {}
            rows.put_values(tx, pk, metrics=means, tags={TRIAL_TAG: str(state)})
            rows.ended(tx, [pk], _RUN_STATES[state], error or None)
        return replace(trial, state=state, error=error)

    def _pk(self, connection: Any, trial: Trial) -> int:
        found = rows.of_uuid(connection, trial.run)
        assert found is not None
        return found.pk

    def _draw_best(self, trials: Sequence[Trial]) -> None:
        """The best mean so far as a course of the search's run, by the number of the trial."""
        number, value = course_of_best(trials, self.up)[-1]
        with self.workspace.store.write() as tx:
            queue.hold(tx, self.job)
            name = f"best_{service.fold_metric(self.recipe)}"
            ids = Keys().ids(tx, [("metric", name)])
            point = (self.pk, ids["metric", name], number, tx.clock.now().timestamp(), value)
            histories.append(tx, [point])
            rows.update(tx, [self.pk])

    def _look(self, trials: Sequence[Trial], *, is_last: bool) -> None:
        """Work out what the trials tell, as long as that takes little beside the trials."""
        from tidemill.services.training import search_insights

        spent = sum(one.seconds for one in trials)
        if not is_last and self.looked_s > LOOK_SHARE * spent:
            return
        began = monotonic()
        shares = search_insights.importances(self.space, trials, up=self.up, seed=self.seed)
        gain = search_insights.expected_gain(self.space, trials, up=self.up, seed=self.seed)
        self.looked_s += monotonic() - began
        self.insights = Insights(
            len(trials),
            shares,
            None if gain is None else gain.of_next,
            None if gain is None else gain.of_all,
            None if gain is None else gain.noise,
        )

    def _tell(self, ended: str) -> None:
        """Put the page of the search beside its run: plan, space, insights, why it ended."""
        page = {
            "recipe": self.recipe.to_dict(),
            "space": [asdict(one) for one in self.space],
            "insights": asdict(self.insights),
            "ended": ended,
        }
        data = json.dumps(page).encode()
        if data == self.told:
            return
        blob = self.workspace.blobs.put_bytes(data)
        with self.workspace.store.write() as tx:
            queue.hold(tx, self.job)
            rows.put_artifact(tx, self.pk, SEARCH_FILE, blob, len(data))
        self.told = data


STOPPED = "It was asked to stop and keep the best."
_RUN_STATES = {
    TrialState.FINISHED: RunState.FINISHED,
    TrialState.PRUNED: RunState.CANCELLED,
    TrialState.FAILED: RunState.FAILED,
}
