"""Writes the pages of the reference from the code: `make reference`.

`pages()` gives every page by its file name; a test holds the written files against it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from tidemill.catalog.discovery import family
from tidemill.catalog.reading import endings
from tidemill.cli.app import whole
from tidemill.domain import data_terms, model_terms, monitoring_terms
from tidemill.domain.automations import Mode
from tidemill.domain.entries import (
    DetectorEntry,
    Entry,
    EstimatorEntry,
    FrameStatisticEntry,
    ModelFileEntry,
    Parameter,
    PreparationEntry,
    ReaderEntry,
    SearcherEntry,
    StatisticEntry,
)
from tidemill.domain.jobs import MAX_ATTEMPTS
from tidemill.domain.metrics import METRICS
from tidemill.domain.options import every as options
from tidemill.domain.options.option import Kept, Option
from tidemill.domain.parsing import MISSING, WORD_PAIRS
from tidemill.domain.query.ast import KINDS, STATISTICS
from tidemill.domain.query.lexer import COMPARISONS
from tidemill.domain.run_columns import OWN_FIELDS
from tidemill.domain.ties import judged_by
from tidemill.domain.watches import TEMPORARY_ENDINGS, TEMPORARY_STARTS
from tidemill.gui.kit import key_map
from tidemill.jobs.queue import LEASE_S
from tidemill.services.promotion import REASON_LENGTH
from tidemill.services.script_settings import VARIABLES
from tidemill.services.watching import SETTLE_S

HERE = Path(__file__).parent / "reference"
MADE = "Made from the code by `make reference`; change the code, not this page.\n"
FAMILIES = {
    "estimators": "What can be trained.",
    "preparations": "What turns the columns of a table into numbers before an estimator learns; "
    "chosen by `--preparation`, in the Train sheet or in a recipe's file.",
    "searchers": "Ways to choose the settings that a search tries next.",
    "checks": "Rules for the data of a file. One whose severity is error sets the file aside.",
    "gates": "Rules that a candidate keeps or breaks before it may be promoted.",
    "statistics": "Figures that compare a column of new rows with the training data.",
    "frame_statistics": "Figures that compare two tables as wholes, by their rows; asked for with "
    "`--together`.",
    "stream_detectors": "What reads a figure of monitoring value by value and says where it "
    "changed; used where the extra `streaming` is installed.",
    "readers": "Files that can be read.",
    "model_files": "Model files that are told without loading them.",
    "exporters": "Forms in which a model can leave.",
    "steps": "Steps by which the rows of a dataset are prepared.",
    "triggers": "What starts an automation.",
}


GLOSSARY = {
    "Data and training": data_terms.TERMS,
    "Models": model_terms.TERMS,
    "What serves": monitoring_terms.TERMS,
}


def pages() -> dict[str, str]:
    """Every page of the reference by its file name."""
    made = {
        "commands.md": _commands(),
        "catalogue.md": _catalogue(),
        "metrics.md": _metrics(),
        "numbers.md": _numbers(),
        "queries.md": _queries(),
        "files.md": _files(),
        "settings.md": _settings(),
        "keys.md": _keys(),
    }
    return {**made, "README.md": _index(made)}


def main() -> None:
    """Write the pages; one that is as it was is left alone."""
    for name, text in pages().items():
        path = HERE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"wrote docs/reference/{name}")


def _index(made: dict[str, str]) -> str:
    lines = ["# Reference", "", "Lists made from the code, so that they cannot differ from it.", ""]
    for name, text in made.items():
        lines.append(f"- [{text.partition(chr(10))[0].removeprefix('# ')}]({name})")
    return "\n".join(lines) + "\n"


# --- commands --------------------------------------------------------------------------------


def command_tree() -> dict[str, Any]:
    """Every command that people see, by its words after `tidemill`; groups are left out."""
    root: Any = typer.main.get_command(whole())
    found: dict[str, Any] = {}

    def walk(words: str, command: Any) -> None:
        for name, child in command.commands.items():
            if getattr(child, "hidden", False):
                continue
            path = f"{words} {name}".strip()
            is_group = hasattr(child, "commands")
            if is_group:
                walk(path, child)
            if not is_group or child.invoke_without_command:
                found[path] = child

    walk("", root)
    return dict(sorted(found.items()))


def _commands() -> str:
    lines = [
        "# Commands",
        "",
        MADE,
        "`tidemill` alone opens the window. `-w FOLDER` in front of a command names the workspace;",
        "without it the last one used is meant. With `--json` a command prints one JSON document",
        "on standard output and nothing else there.",
        "",
        "| exit code | means |",
        "| --- | --- |",
        "| 0 | it went well |",
        "| 1 | a mistake of Tidemill's own |",
        "| 2 | wrong use: an unknown command, option or value |",
        "| 3 | it needs you: bad input, a failed gate or check, a name that is not there |",
        "| 4 | the world: the disk, a lock, the network; worth another try |",
        "| 130 | you stopped it |",
        "",
        'A failure is `{"error": {"kind": "usage" | "needs-you" | "world" | "bug", "message",',
        '"hint"}}`, a list `{"items": [...], "total": n}`.',
    ]
    for words, command in command_tree().items():
        context = typer.Context(command, info_name=f"tidemill {words}")
        parts = [_usage(p) for p in command.params if not getattr(p, "hidden", False)]
        records = [
            p.get_help_record(context) for p in command.params if not getattr(p, "hidden", False)
        ]
        lines += ["", f"## tidemill {words}", "", command.help.strip(), ""]
        lines += ["```", " ".join([f"tidemill {words}", *filter(None, parts)]), "```"]
        if records:
            lines += ["", "| word | what it is |", "| --- | --- |"]
            lines += [f"| `{_cell(left)}` | {_cell(right)} |" for left, right in records]
    return "\n".join(lines) + "\n"


def _usage(param: Any) -> str:
    """How an argument or a required option stands in the line; the other options do not."""
    if param.param_type_name == "argument":
        name = param.name.upper() + ("..." if param.nargs == -1 else "")
        return name if param.required else f"[{name}]"
    return f"{param.opts[0]} {param.name.upper()}" if param.required else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


# --- the catalogue ---------------------------------------------------------------------------


def _catalogue() -> str:
    lines = ["# Catalogue", "", MADE.strip()]
    for name, words in FAMILIES.items():
        lines += ["", f"## {name.capitalize().replace('_', ' ')}", "", words]
        for module in family(name).values():
            lines += ["", *_entry(module.ENTRY)]
    return "\n".join(lines) + "\n"


def _entry(entry: Entry) -> list[str]:
    lines = [f"### {entry.id}", "", f"**{entry.title}** (version {entry.version}). {entry.help}"]
    if entry.formula:
        source = f" Source: {entry.source}." if entry.source else ""
        lines += ["", f"Formula: {entry.formula}.{source}"]
    facts = _facts(entry)
    if facts:
        lines += ["", facts]
    if entry.parameters:
        lines += ["", "| setting | default | allowed | what it is |", "| --- | --- | --- | --- |"]
        lines += [_parameter(p) for p in entry.parameters]
    return lines


def _facts(entry: Entry) -> str:
    if isinstance(entry, EstimatorEntry):
        needs = f" Needs the library {entry.requires}." if entry.requires else ""
        return f"Tasks: {', '.join(sorted(entry.tasks))}.{needs}"
    if isinstance(entry, StatisticEntry):
        kinds = ", ".join(sorted(str(kind) for kind in entry.kinds))
        floor = "" if entry.floor is None else f" Too small to matter under {entry.floor:g}."
        return f"Columns: {kinds}.{floor}"
    if isinstance(entry, (PreparationEntry, SearcherEntry)) and entry.requires is None:
        return ""
    if isinstance(entry, (DetectorEntry, PreparationEntry, SearcherEntry)):
        return f"Needs the library {entry.requires}."
    if isinstance(entry, FrameStatisticEntry):
        return f"Too small to matter under {entry.floor:g}."
    if isinstance(entry, ModelFileEntry):
        return "A folder." if entry.is_folder else _endings(entry.endings)
    if isinstance(entry, ReaderEntry):
        return _endings(entry.endings)
    severity = getattr(entry, "severity", None)
    return f"Severity: {severity}." if severity else ""


def _endings(endings: Sequence[str]) -> str:
    return f"Endings: {', '.join(f'`{e}`' for e in endings)}."


_FORMS = {
    "column": "A column.",
    "columns": "Columns, with commas between.",
    "name": "A name.",
    "condition": "A condition in the [language of steps](../guide/data.md).",
    "expression": "An expression in the [language of steps](../guide/data.md).",
    "pairs": "Pairs, one a line: old = new.",
    "labels": "Labels by key.",
}


def _parameter(one: Parameter) -> str:
    words = f"{one.title}. {one.help}".strip()
    allowed = _FORMS.get(getattr(one, "form", "value"))
    if allowed is not None:
        return f"| `{one.id}` | `{one.default}` | {allowed} | {_cell(words)} |"
    return f"| `{one.id}` | `{one.default}` | {_cell(one.bounds)} | {_cell(words)} |"


# --- metrics, queries, files, settings -------------------------------------------------------


def _metrics() -> str:
    direction = {True: "more is better", False: "less is better", None: "neither"}
    lines = ["# Metrics", "", MADE, "Each comes with a 95 % interval from resampled rows.", ""]
    lines += [
        "Runs are told apart on the same rows by the test named last, corrected for all pairs:"
    ]
    lines += ["[when is a model better?](../guide/experiments.md)", ""]
    lines += [
        "| id | task | title | direction | what it says | differences are judged by | formula |"
    ]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for m in METRICS:
        cells = (f"`{m.id}`", m.task, m.title, direction[m.higher_is_better], _cell(m.help))
        test = "–" if m.higher_is_better is None else judged_by(m)
        formula = _cell(f"{m.formula}; {m.source}" if m.source else m.formula)
        lines.append("| " + " | ".join((*cells, test, formula)) + " |")
    return "\n".join(lines) + "\n"


def _numbers() -> str:
    lines = ["# Numbers", "", MADE]
    lines += ["What the words over a number mean, wherever they stand in the window. The pointer"]
    lines += ["on a number says the same; Shift+F1 lists all that are in sight. Measures have a"]
    lines += ["page of [their own](metrics.md), statistics and gates stand in the"]
    lines += ["[catalogue](catalogue.md)."]
    for title, terms in GLOSSARY.items():
        lines += ["", f"## {title}", "", "| number | what it says | formula | rows | how sure |"]
        lines += ["| --- | --- | --- | --- | --- |"]
        for term in terms:
            formula = f"{term.formula}; {term.source}" if term.source else term.formula
            cells = (term.title, term.help, formula, term.rows, term.sure)
            lines.append("| " + " | ".join(_cell(each) for each in cells) + " |")
    return "\n".join(lines) + "\n"


def _queries() -> str:
    operators = " ".join(f"`{op}`" for op in COMPARISONS)
    return f"""# Queries over runs

{MADE}
The filter field of Experiments and `tidemill runs list --where QUERY` read the same language:

```
metrics.auc > 0.9 and (params.model = "lgbm" or tags.team in ("a", "b")) and not name ~ "^tmp"
```

| part | how it is written |
| --- | --- |
| names | {", ".join(f"`{kind}.NAME`" for kind in KINDS)}; a bare name is looked up among the \
run's own fields, then metrics, then parameters |
| own fields | {", ".join(f"`{name}`" for name in OWN_FIELDS)} |
| a metric's value | {", ".join(f"`metrics.NAME.{s}`" for s in STATISTICS)}; `last` unless said; \
`best` is the lowest of a loss, an error or a time, else the highest |
| odd names | in backquotes, where a name holds blanks or dots: ``metrics.`my metric` `` |
| comparing | {operators} |
| one of several | `in (a, b)` |
| parts of texts | `~ "regular expression"`, `contains "text"` |
| nothing there | `is null`, `is not null`; missing values fulfil no comparison |
| a tag is there | `tag = good` |
| joining | `and`, `or`, `not`, parentheses |
| texts | in quotes; a single word needs none |
| times | `2024-03-01`, a moment in ISO 8601 (UTC unless it says otherwise), `now`, `today`, \
`yesterday`, `"2 weeks ago"` |

A query that cannot be read is told with its position and what was expected there.
"""


def _files() -> str:
    missing = ", ".join(f"`{word}`" if word else "nothing at all" for word in sorted(MISSING))
    pairs = ", ".join(f"`{no}`/`{yes}`" for no, yes in WORD_PAIRS)
    ends = ", ".join(f"`{end}`" for end in TEMPORARY_ENDINGS)
    starts = ", ".join(f"`{start}`" for start in TEMPORARY_STARTS)
    return f"""# Files

{MADE}
Read are {", ".join(f"`{end}`" for end in endings())}. The content decides, not the ending: a file
that is not what its ending says is set aside.

## What counts as missing

In a text file these, in capitals or not, and nothing else: {missing}. A question mark, a dash or
-999 stay what they are.

## What counts as yes and no

A column whose every value is one of a pair is boolean: {pairs}.

## Which files of a watched folder are left alone

Names that end in {ends} or begin with {starts}. A file counts as whole when its writer has closed
it, or when it kept its size and time for {SETTLE_S:g} second.
"""


def _option(one: Option) -> str:
    usual = "empty" if one.default == "" else one.shown(one.default)
    who = " Only an approver may change it." if one.is_for_approvers else ""
    words = one.help.rstrip(".")
    return f"## {one.key}\n\n{one.title}. {words}. May be {one.may_be}; usually {usual}.{who}"


def _keys() -> str:
    title, _, rest = key_map.as_markdown().partition("\n")
    return f"""{title}

{MADE}
Each can be changed in the window's settings under Keys, on this computer; single-letter keys can be
turned off there, and never act while you type. Where a key has nothing to do, the window says so.
{rest}"""


_VARIABLES = """\
## TIDEMILL_WORKSPACE

The folder or URL of the workspace that commands, the window and scripts use when none is named.
Without it the last one used is meant.

## TIDEMILL_ARTIFACTS

Where this computer finds the files of a workspace that lies in a database, if not under the path
that was named when it was made.

## PGPASSWORD

PostgreSQL's own, as all that its library reads: the password for a shared workspace.

## TIDEMILL_QUERY_PASSWORD

The password of the database that `tidemill data query` asks, where its URL has none. The worker
looks at it before the system's keyring: set it where the worker starts.

## TIDEMILL_CHANNEL_

With the name of a channel in capitals behind it (`TIDEMILL_CHANNEL_TEAM_MAIL`): the whole
address of that channel of messages. It is looked at before the system's keyring: set it where the
worker starts.

## TIDEMILL_TRACKING_TOKEN

The token that `tidemill tracking` asks MLflow's clients for; without it none is asked for on this
computer, and a new one is made where others can reach it.

## TIDEMILL_USER

Your login name in the workspace; without it the name you are logged in with.
"""
"""Variables of the environment that the program itself reads."""


def _settings() -> str:
    own = "\n\n".join(_option(one) for one in options.EVERY if one.kept is Kept.COMPUTER)
    shared = "\n\n".join(_option(one) for one in options.EVERY if one.kept is Kept.WORKSPACE)
    told = "".join(
        f"## {name}\n\nTold to a script that is a step of an automation. {words}\n\n"
        for name, words in VARIABLES.items()
    )
    return f"""# Settings

{MADE}
All but those in capitals are set in the window's settings or with `tidemill settings set KEY
VALUE`, and put back with `tidemill settings reset KEY`; those in capitals are environment
variables. First what a person chooses on a computer, for every workspace; a window that is open
takes it on at its next start.

{own}

Then what holds for all who work in a workspace: members may change it, Activity says who did, and
it can be undone there.

{shared}

{_VARIABLES}
{told}## QT_QPA_PLATFORM

Qt's own. With `offscreen`, `tidemill demo` plays without a window.

## Fixed limits

| what | value |
| --- | --- |
| what a watched folder may do when all gates pass | {", ".join(str(m) for m in Mode)} |
| characters a reason needs to promote against a failed gate | {REASON_LENGTH} |
| seconds without a sign of life after which a job's worker counts as gone | {LEASE_S:g} |
| tries of a job whose process was killed | {MAX_ATTEMPTS} |
"""


if __name__ == "__main__":
    main()
