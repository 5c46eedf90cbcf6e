"""The add sheet as it is shown: what was detected, what is asked, where it goes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from tidemill.base.errors import TidemillError
from tidemill.base.words import spoken, tr
from tidemill.domain.columns import Column, Kind, Role
from tidemill.domain.datasets import Series
from tidemill.domain.reading import BadRow, Peek, Question, ReadOptions
from tidemill.gui.kit import numbers
from tidemill.services.adding import Known, Looked, Wish, examples_of, new_columns

NEW = "\n"  # no dataset can have this name
AS_FOUND, AS_TEXT = "", "text"
_N_EXAMPLES = 4
KINDS = {
    Kind.NUMERIC: "numbers",
    Kind.CATEGORICAL: "categories",
    Kind.DATETIME: "dates",
    Kind.BOOLEAN: tr("yes or no"),
    Kind.TEXT: "text",
}
BAD_ROWS = (
    (
        "",
        tr("Leave it to the checks"),
        tr("few broken rows stay out, a new column of both is text"),
    ),
    ("stop", tr("Stop at the first"), tr("nothing is added, the line is named")),
    ("set aside", tr("Set such rows aside"), tr("the others are added")),
    ("text", tr("Read the column as text"), tr("rows cut wrongly still stay out")),
)
"""What can be done with rows that do not fit: value, words, what comes of it."""
_MONTHS = (
    tr("January February March April May June July August September October November December")
).split()
_DATE = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})")


@dataclass(frozen=True)
class ColumnLine:
    """A row of the columns: `is_new` where the dataset does not know it and it can be changed."""

    name: str
    kind: Kind
    words: str
    role: Role
    is_new: bool
    note: str
    examples: tuple[str, ...]


@dataclass(frozen=True)
class AddState:
    """All that the sheet shows.

    `dataset` is NEW or one that is there; `roles` are those that a person gave; `column` the one
    whose kind and role can be chosen. `is_reading` while it is looked at again.
    """

    looked: Looked
    peek: Peek | None
    dataset: str
    name: str
    series: Series = Series.APPEND
    options: ReadOptions = field(default_factory=ReadOptions)
    roles: Mapping[str, Role] = field(default_factory=dict)
    column: str | None = None
    is_reading: bool = False
    is_adding: bool = False
    error: TidemillError | None = None
    failure: TidemillError | None = None

    @property
    def known(self) -> Known | None:
        """The dataset that it goes to, None for a new one."""
        return next((one for one in self.looked.known if one.name == self.dataset), None)

    @cached_property
    def lines(self) -> tuple["ColumnLine", ...]:
        """The columns as they are shown; of thousands they are made once a state."""
        return _column_lines(self)

    @property
    def goes_to(self) -> str:
        """The name of the dataset."""
        return self.name.strip() if self.dataset == NEW else self.dataset

    @property
    def questions(self) -> tuple[Question, ...]:
        """What only a person can say: what a reader asked, else what the beginning leaves open."""
        if self.looked.questions:
            return self.looked.questions
        asked = () if self.peek is None else self.peek.questions
        first = () if self.looked.peek is None else self.looked.peek.questions
        names = {one.column for one in asked}
        every = (*asked, *(q for q in first if q.column not in names))
        known = self.known
        return tuple(q for q in every if known is None or q.column not in known.schema)

    @property
    def bad(self) -> BadRow | None:
        """The first line that does not fit, as far as it was looked."""
        return None if self.peek is None or not self.peek.bad_rows else self.peek.bad_rows[0]

    @property
    def problem(self) -> str:
        """Why it can't be added yet; empty where it can."""
        if self.dataset == NEW and not self.name.strip():
            return tr("Give the new dataset a name.")
        if any(self.answer(q) is None for q in self.questions if self.is_needed(q)):
            return tr("Answer the question first.")
        if self.is_unchanged:
            return tr("Choose what becomes of the rows that do not fit.")
        return ""

    @property
    def is_unchanged(self) -> bool:
        """Whether a file with bad rows would only be set aside again."""
        is_aside = self.looked.source.file_id is not None and not self.looked.questions
        return is_aside and self.bad is not None and self.options == self.looked.options

    def is_needed(self, question: Question) -> bool:
        """Whether it can't be added without the answer: asked by the reader, or all was seen."""
        is_all = self.peek is not None and self.peek.is_all
        return question in self.looked.questions or is_all

    def answer(self, question: Question) -> str | None:
        """What was said."""
        if question.kind == "part":
            return self.options.part
        return self.options.date_order.get(question.column)


def state_of(looked: Looked) -> AddState:
    """The sheet as it opens."""
    dataset = looked.dataset or NEW
    return AddState(looked, looked.peek, dataset, looked.name, options=looked.options,
                    error=looked.error)  # fmt: skip


def column_lines(state: AddState) -> tuple[ColumnLine, ...]:
    """The columns: new ones first where the dataset is known, then those that it has."""
    return state.lines


def _column_lines(state: AddState) -> tuple[ColumnLine, ...]:
    if state.peek is None:
        return ()
    known = state.known
    new = {column.name for column in new_columns(state.peek, known)}
    lines = []
    for at, column in enumerate(state.peek.schema.columns):
        is_new = column.name in new
        there = column if is_new or known is None else known.schema[column.name]
        role = state.roles.get(column.name, there.role)
        note = _note(state, column, there, is_new)
        words = kind_words(there)
        examples = examples_of(state.peek, at)[:_N_EXAMPLES]
        lines.append(ColumnLine(column.name, there.kind, words, role, is_new, note, examples))
    if known is not None:
        missing = [c for c in known.schema.columns if c.name not in state.peek.schema]
        lines += [
            ColumnLine(c.name, c.kind, kind_words(c), c.role, False, tr("not in this file"), ())
            for c in missing
        ]
        lines.sort(key=lambda line: (not line.is_new, line.note != tr("not in this file")))
    return tuple(lines)


def _note(state: AddState, found: Column, there: Column, is_new: bool) -> str:
    known = state.known
    if known is None:
        return found.note
    if is_new:
        return tr("new in {name}", name=known.name)
    if found.kind is not there.kind and not there.is_open:
        return tr("the first rows hold {kinds}", kinds=KINDS[found.kind])
    return f"as in {known.name}"


def kind_words(column: Column) -> str:
    """What a column holds."""
    if column.kind is Kind.NUMERIC and column.whole:
        return tr("whole numbers")
    return KINDS[column.kind]


def chosen_line(state: AddState) -> ColumnLine | None:
    """The column whose kind and role are shown for choosing: the chosen one, else the first new."""
    lines = column_lines(state)
    found = next((line for line in lines if line.name == state.column), None)
    return found or next((line for line in lines if line.is_new), None)


def title_of(state: AddState) -> tuple[str, str]:
    """Title and the sentence below."""
    looked, peek = state.looked, state.peek
    is_waiting = looked.source.file_id is not None
    title = (
        tr("{name} waits for you", name=looked.source.name)
        if is_waiting
        else tr("Add {name}", name=looked.source.name)
    )
    if peek is None:
        return title, spoken(looked.reason)
    rows = f"{'' if peek.is_all else 'about '}{numbers.integer(peek.n_rows)} rows"
    columns = numbers.plural(len(peek.schema.columns), "column")
    text = f"{numbers.size(peek.facts.n_bytes)}, {rows}, {columns}"
    known = state.known
    if known is not None:
        n_new = len(new_columns(peek, known))
        text += (
            tr("; {n_columns} new", n_columns=numbers.plural(n_new, "column"))
            if n_new
            else tr("; no column is new")
        )
    return title, f"{text}."


def answer_note(question: Question, choice: str) -> str:
    """What an answer makes of the first example: "01/02/2026 is 1 February"."""
    for example in question.examples:
        found = _DATE.search(example)
        if found is None or choice == "text" or found[1] == found[2]:
            continue
        day, month = (found[1], found[2]) if choice == "day first" else (found[2], found[1])
        if 1 <= int(month) <= 12:
            return f"{example} is {int(day)} {_MONTHS[int(month) - 1]}"
    return tr("stays as it stands there") if choice == "text" else ""


def with_answer(state: AddState, question: Question, said: str) -> AddState:
    """The state after a question was answered."""
    if question.kind == "part":
        return replace(state, options=replace(state.options, part=said), is_reading=True)
    return with_reading(state, question.column, said)


def with_reading(state: AddState, column: str, said: str) -> AddState:
    """The state after it was said how a column is read; "" is as it was found."""
    order = {**state.options.date_order, column: said}
    if not said:
        del order[column]
    return replace(state, options=replace(state.options, date_order=order), is_reading=True)


def with_role(state: AddState, column: str, role: Role) -> AddState:
    """The state after a column was given a role; there is one target and one time."""
    roles = dict(state.roles)
    if role in (Role.TARGET, Role.TIME):
        for line in column_lines(state):
            if line.role is role and line.name != column:
                roles[line.name] = Role.FEATURE
    roles[column] = role
    return replace(state, roles=roles)


def fits(kind: Kind, role: Role) -> bool:
    """Only dates order rows in time, and a date is not predicted."""
    if role is Role.TIME:
        return kind is Kind.DATETIME
    return role is not Role.TARGET or kind is not Kind.DATETIME


def wish_of(state: AddState) -> Wish:
    """What is asked of the worker."""
    return Wish(state.goes_to, state.series, state.options, dict(state.roles))
