"""The training that the sheet is about to ask for, and how choices change it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.choice_rules import ChoiceRule
from tidemill.domain.columns import Kind, Role, Schema
from tidemill.domain.datasets import DatasetVersion
from tidemill.domain.recipes import GROUP_ROWS, HoldOut, HoldOutKind, Task
from tidemill.domain.suggestions import Suggestions
from tidemill.gui.kit import numbers
from tidemill.gui.pages.data.code_state import NO_CODE, CodeState
from tidemill.gui.pages.data.train_ahead import NOT_AHEAD, AheadState, told_ahead
from tidemill.gui.pages.data.train_opened import Opened
from tidemill.gui.pages.data.train_rule import NO_RULE, RuleState

if TYPE_CHECKING:
    from tidemill.services.training_times import Took

SHARES = (0.1, 0.2, 0.3)
WINDOWS = 5
"""How many windows judge a training over time where that is asked for."""
Word = Literal["loading", "error", "ready"]


@dataclass(frozen=True)
class Measure:
    """A measure to judge by."""

    id: str
    title: str
    help: str


@dataclass(frozen=True)
class Pipeline:
    """Something to try: a baseline, or a search for the settings of an `estimator`."""

    id: str
    title: str
    help: str
    estimator: str = ""
    n_fits: int = 1

    @property
    def is_search(self) -> bool:
        """Whether settings are tried; a baseline has the usual ones."""
        return bool(self.estimator)


@dataclass(frozen=True)
class Prepared:
    """A preparation to choose: its address, how people call it, what it says.

    One that is not shared is one of the catalogue; its address is its id.
    """

    address: str
    label: str
    words: str
    is_shared: bool = True


@dataclass(frozen=True)
class Leak:
    """A column that seems to know the answer: its name and the sentence about it."""

    column: str
    message: str


@dataclass(frozen=True)
class Suggested:
    """What the services suggest for one target."""

    suggestions: Suggestions
    measures: tuple[Measure, ...]
    pipelines: tuple[Pipeline, ...]
    took: "Mapping[str, Took]" = field(default_factory=dict)
    """How long pipelines took in earlier trainings, by their id."""
    preparations: tuple[Prepared, ...] = ()
    """Preparations to choose: of the catalogue, and those that other trainings share."""
    rules: tuple[ChoiceRule, ...] = ()
    """The rules of choice that can judge it."""


@dataclass(frozen=True)
class HoldOutChoice:
    """How rows are kept apart: by the newest of a time column, or drawn (`time` is None).

    With a `group` no group is on both sides; without a time column whole groups are drawn.
    """

    time: str | None
    share: float
    group: str | None = None

    @property
    def kind(self) -> HoldOutKind:
        """The recipe's word for it."""
        if self.time is not None:
            return HoldOutKind.NEWEST
        return HoldOutKind.STRATIFIED if self.group is None else HoldOutKind.GROUPED

    def words(self, task: Task) -> str:
        """As it stands in the list."""
        share = numbers.percent(self.share, 0)
        if self.time is not None:
            return tr("The newest {share}, by {time}", share=share, time=self.time)
        if self.group is not None:
            return tr("Whole groups of {group}, {share}", group=self.group, share=share)
        return (
            tr("{share}, drawn evenly", share=share)
            if task is Task.REGRESSION
            else tr("{share} of each class", share=share)
        )


@dataclass(frozen=True)
class TrainState:
    """All that the sheet shows. `leaks` is None until the columns were looked at."""

    version: DatasetVersion
    word: Word = "loading"
    error: TidemillError | None = None
    suggested: Suggested | None = None
    metric: str = ""
    hold_out: HoldOutChoice = HoldOutChoice(None, 0.2)
    leave_out: tuple[str, ...] = ()
    chosen: frozenset[str] = frozenset()
    leaks: tuple[Leak, ...] | None = None
    kept: frozenset[str] = frozenset()
    """Columns that may leak and that the person wants to keep."""
    repeats: str = ""
    """What is told of rows on both sides of the split; empty where there is nothing to tell."""
    are_repeats_kept: bool = False
    is_over_time: bool = False
    """Whether windows over time judge the training besides."""
    code: CodeState = NO_CODE
    """Code of the person's own that is run besides."""
    by_group: str | None = None
    """The column whose groups get models of their own; one model for all where it is None."""
    rule: RuleState = NO_RULE
    """What makes one run better than another."""
    ahead: AheadState = NOT_AHEAD
    """What of the target is told ahead."""
    preparation: str = ""
    """The shared preparation that is taken; each estimator's usual one where it is empty."""
    opened: Opened | None = None
    """The recipe from a file that was opened; what is not shown of it stays as it is."""
    is_starting: bool = False
    failure: TidemillError | None = None

    @property
    def schema(self) -> Schema:
        """The version's columns."""
        return self.version.schema

    @property
    def n_held_out(self) -> int:
        """Rows kept apart."""
        return round(self.n_known * self.hold_out.share)

    @property
    def n_known(self) -> int:
        """Rows whose target is known; only these are learned from."""
        classes = self.suggested.suggestions.classes if self.suggested else ()
        is_complete = sum(n for _, n in classes) if classes else self.version.rows
        return min(is_complete or self.version.rows, self.version.rows)

    @property
    def features(self) -> tuple[str, ...]:
        """Columns that are learned from, in the order of the table."""
        if self.suggested is None:
            return ()
        out = {*self.leave_out, self.suggested.suggestions.target}
        if self.hold_out.time is not None:
            out.add(self.hold_out.time)
        return tuple(name for name in self.schema.names if name not in out)

    @property
    def open_leaks(self) -> tuple[Leak, ...]:
        """Warnings that are neither heeded nor waved through.

        Where it is told ahead, only a column known ahead is read at the moment told.
        """
        read = self.ahead.known if self.ahead.is_on else self.features
        return tuple(
            leak
            for leak in self.leaks or ()
            if leak.column not in self.kept and leak.column in read
        )

    @property
    def windows(self) -> int:
        """How many windows over time judge each pipeline besides the hold-out."""
        return WINDOWS if self.is_over_time and self.hold_out.time is not None else 0

    @property
    def tried(self) -> tuple[Pipeline, ...]:
        """What is to be tried, in the order of the list."""
        known = self.suggested.pipelines if self.suggested else ()
        return tuple(one for one in known if one.id in self.chosen)

    @property
    def n_fits(self) -> int:
        """How many models are fitted."""
        return sum(one.n_fits + self.windows for one in self.tried)

    @property
    def time_words(self) -> str:
        """How long it takes on this computer, from what earlier trainings took."""
        took = self.suggested.took if self.suggested else {}
        n_cells = (self.n_known - self.n_held_out) * len(self.features)
        known = [one for one in self.tried if (one.estimator or one.id) in took]
        if not known:
            return tr("known after the first training")
        # Windows grow to the whole: a fit of one learns from about half of the rows.
        seconds = sum(
            took[one.estimator or one.id].expected_s(n_cells) * (one.n_fits + self.windows / 2)
            for one in known
        )
        about = numbers.about(seconds)
        if len(known) < len(self.tried):
            return tr("more than {about_}", about_=about)
        if any(one.is_search for one in known):
            return tr("at most {about_}", about_=about)
        return about if about.startswith("a few") else f"about {about}"

    @property
    def problem(self) -> str:
        """Why training can't start yet; empty when it can."""
        if self.code.is_read:
            return tr("Looking at your code.")
        if self.code.problem:
            return tr("The own code can't be run like this.")
        if not self.chosen and not self.code.has_estimator:
            return tr("Choose at least one thing to try.")
        if self.rule.draft is not None:
            return tr("Save the rule that you are making, or choose another.")
        if self.ahead.problem:
            return self.ahead.problem
        if not self.features and not self.ahead.is_on:
            return tr("No column is left to learn from. Leave fewer columns out.")
        return ""


def with_suggestions(state: TrainState, suggested: Suggested) -> TrainState:
    """Take over what is suggested for a target; what was chosen for another one goes."""
    found = suggested.suggestions
    known = {each.id for each in suggested.pipelines}
    kept = state.chosen & known
    can_group = state.by_group in group_columns(state.schema, found.target)
    return replace(
        state,
        word="ready",
        error=None,
        suggested=suggested,
        metric=found.metric,
        hold_out=HoldOutChoice(found.time, found.hold_out.share, found.group),
        leave_out=tuple(one.column for one in found.leave_out),
        chosen=kept or frozenset(one.id for one in suggested.pipelines if not one.is_search),
        leaks=None,
        kept=frozenset(),
        repeats="",
        are_repeats_kept=False,
        by_group=state.by_group if can_group else None,
        ahead=NOT_AHEAD,
        opened=None,
        rule=RuleState(suggested.rules),
        failure=None,
    )


def group_columns(schema: Schema, target: str) -> tuple[str, ...]:
    """The columns whose groups can get models: those named as groups first, then categories."""
    fitting = [c for c in schema.columns if c.kind is not Kind.DATETIME and c.name != target]
    named = [c.name for c in fitting if c.role is Role.GROUP]
    classes = [c.name for c in fitting if c.kind in (Kind.CATEGORICAL, Kind.BOOLEAN) or c.whole]
    return tuple(dict.fromkeys([*named, *classes]))


def by_group_reason(state: TrainState) -> str:
    """What models by group would be, or why one answers all."""
    if state.by_group is None:
        return tr("One model learns from all rows.")
    return tr(
        "Each {by_group} with {group_rows} rows or more to learn from gets its own; "
        "one for all answers the rest.",
        by_group=state.by_group,
        group_rows=GROUP_ROWS,
    )


def preparation_reason(state: TrainState) -> str:
    """What the columns go through."""
    one = _prepared(state)
    return spoken(one.words) if one else tr("Each estimator gets the columns as it likes them.")


def shared_preparation(state: TrainState) -> str:
    """The address of the shared preparation that is chosen; empty without one."""
    one = _prepared(state)
    return one.address if one is not None and one.is_shared else ""


def _prepared(state: TrainState) -> Prepared | None:
    known = state.suggested.preparations if state.suggested else ()
    return next((one for one in known if one.address == state.preparation), None)


def hold_out_choices(state: TrainState) -> tuple[HoldOutChoice, ...]:
    """The suggested way first, then other shares, other dates, whole groups, and an even draw."""
    if state.suggested is None:
        return ()
    first = state.suggested.suggestions
    dates = [c.name for c in state.schema.columns if c.kind is Kind.DATETIME]
    times = [first.time] if first.time else []
    times += [name for name in dates if name not in times and name != first.target]
    ways: list[tuple[str | None, str | None]] = [(time, first.group) for time in times]
    ways += [(None, first.group)] if first.group else []
    found = [HoldOutChoice(first.time, first.hold_out.share, first.group)]
    if state.ahead.is_on:  # the newest rows are told, of every series
        return tuple(HoldOutChoice(state.hold_out.time, share) for share in SHARES)
    for time, group in [*ways, (None, None)]:
        found += [HoldOutChoice(time, share, group) for share in SHARES]
    if state.hold_out not in found:
        found.append(state.hold_out)
    return tuple(dict.fromkeys(found))


def hold_out_reason(state: TrainState) -> str:
    """Why rows are kept apart in this way."""
    assert state.suggested is not None
    found = state.suggested.suggestions
    way = state.hold_out
    if state.ahead.is_on:
        return tr("The newest steps of every series are told, each from what was known before.")
    if (way.time, way.group) == (found.time, found.group):
        return found.hold_out_reason
    if way.time is None and way.group is not None:
        return tr("Rows of one {group} are alike, so no {group} is on both sides.", group=way.group)
    if way.group is None and found.group is not None and found.time is None:
        return tr(
            "Rows of one {group} are on both sides; the result may look too good.",
            group=found.group,
        )
    if state.hold_out.time is None:
        return tr(
            "Rows of all times are mixed; the result may look better than the future will be."
        )
    return tr("The rows with the newest {time} are kept apart.", time=state.hold_out.time)


def tag_of(state: TrainState, column: str) -> str:
    """The one-word reason why a column is left out."""
    assert state.suggested is not None
    tags = {one.column: one.tag for one in state.suggested.suggestions.leave_out}
    if column in tags:
        return tags[column]
    return (
        tr("may leak") if any(leak.column == column for leak in state.leaks or ()) else tr("by you")
    )


def leave_out_reason(state: TrainState) -> str:
    """Why the first of the columns is left out."""
    assert state.suggested is not None
    reasons = {one.column: spoken(one.reason) for one in state.suggested.suggestions.leave_out}
    known = [reasons[name] for name in state.leave_out if name in reasons]
    if known:
        return known[0]
    return tr("Left out by you.") if state.leave_out else tr("Every column is learned from.")


def recipe_of(state: TrainState, n_threads: int) -> dict[str, Any]:
    """The choices as a recipe, in plain JSON types."""
    assert state.suggested is not None
    way = state.hold_out
    recipe = state.suggested.suggestions.recipe(
        features=state.features,
        metric=state.metric,
        time=way.time,
        group=way.group,
        hold_out=HoldOut(way.kind, way.share),
        windows=state.windows,
        n_threads=n_threads,
        choice=state.rule.chosen,
    )
    plain = told_ahead(recipe.for_groups(state.by_group), state.ahead).to_dict()
    one = _prepared(state)
    if one is not None and not one.is_shared:
        plain["preparation"] = one.address
    return plain if state.opened is None else state.opened.changed(plain)
