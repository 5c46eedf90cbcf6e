"""The pages say what is so: made lists are fresh, links lead somewhere, commands are commands."""

import re
import shlex
import sys
from functools import cache
from importlib import util
from pathlib import Path
from typing import Any

import pytest
import typer

from tidemill.catalog.discovery import family
from tidemill.cli.app import completed, whole
from tidemill.domain.metrics import METRICS

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "resources").rglob("*.md")),
]


@cache
def reference() -> Any:
    """The script that makes the reference."""
    spec = util.spec_from_file_location("make_reference", ROOT / "docs" / "make_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    sys.modules["make_reference"] = module
    spec.loader.exec_module(module)
    return module


def headings(page: Path) -> list[str]:
    return re.findall(r"^#+ (.+)$", _without_blocks(page.read_text(encoding="utf-8")), re.MULTILINE)


def _without_blocks(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def test_the_reference_is_what_the_code_says_today() -> None:
    folder = ROOT / "docs" / "reference"
    made = reference().pages()
    assert {p.name for p in folder.iterdir()} == set(made)
    stale = [n for n, text in made.items() if (folder / n).read_text(encoding="utf-8") != text]
    assert stale == [], "run `make reference`"


def test_every_command_has_its_heading() -> None:
    found = headings(ROOT / "docs" / "reference" / "commands.md")
    tree = reference().command_tree()
    assert len(tree) > 30
    assert [f"tidemill {words}" for words in tree if f"tidemill {words}" not in found] == []


def test_every_entry_of_the_catalogue_and_every_metric_is_there() -> None:
    found = headings(ROOT / "docs" / "reference" / "catalogue.md")
    families = [p.name for p in (ROOT / "app/tidemill/catalog").iterdir() if p.is_dir()]
    entries = [name for one in families if one != "__pycache__" for name in family(one)]
    assert len(entries) > 15
    assert [name for name in entries if name not in found] == []
    metrics = (ROOT / "docs" / "reference" / "metrics.md").read_text(encoding="utf-8")
    assert [m.id for m in METRICS if f"| `{m.id}` | {m.task} |" not in metrics] == []


def test_every_variable_of_ours_that_the_code_reads_has_its_heading() -> None:
    found = headings(ROOT / "docs" / "reference" / "settings.md")
    read: set[str] = set()
    for path in (ROOT / "app").rglob("*.py"):
        read |= set(re.findall(r'"(TIDEMILL_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    assert read
    assert sorted(read - set(found)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    text = _without_blocks(page.read_text(encoding="utf-8"))
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if "docs/pictures/" in str(target):  # drawn from a demo's workspace, checked elsewhere
            continue
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            broken.append(link)
    assert broken == []


def _anchors(page: Path) -> set[str]:
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings(page)}


def shown_commands(page: Path) -> list[str]:
    """Every command line of ours that a page shows, in a block of shell or between ticks."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        joined = block.replace("\\\n", " ")
        found += [line for line in joined.splitlines() if re.match(r"(\S*/)?tidemill\b", line)]
    found += re.findall(r"`(tidemill [^`]+)`", _without_blocks(text))
    return [" ".join(line.split()) for line in found]


@pytest.mark.parametrize(
    "page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda p: str(p.relative_to(ROOT))
)
def test_no_mark_of_a_merge_was_left_in_a_page(page: Path) -> None:
    marks = re.findall(r"^(?:<{7} |={7}$|>{7} ).*$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert marks == []


def test_pages_show_commands_at_all() -> None:
    assert sum(len(shown_commands(page)) for page in PAGES) > 40


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_command_that_is_shown_would_be_understood(page: Path) -> None:
    problems = {line: words for line in shown_commands(page) if (words := _problem(line))}
    assert problems == {}


def _problem(line: str) -> str:
    """Why a command line would be refused before it does anything, or nothing."""
    words = [w for w in shlex.split(line, comments=True)[1:] if w != "--json"]
    words = completed(["1" if w.isupper() else w for w in words])  # FILE_ID stands for a number
    if words[:1] in (["-w"], ["--workspace"]):
        words = words[2:]
    command: Any = typer.main.get_command(whole())
    path = "tidemill"
    while hasattr(command, "commands"):
        if not words or words[0] in ("--help", "-h", "--version"):
            return ""
        if command.invoke_without_command and path != "tidemill" and words[0].startswith("-"):
            break
        if words[0] not in command.commands:
            return f"{path} knows no {words[0]}"
        path, command, words = f"{path} {words[0]}", command.commands[words[0]], words[1:]
    # A command named alone in a sentence, such as `tidemill data add`, is a name and no line.
    if not words and any(p.required for p in command.params):
        return ""
    try:
        command.make_context(path, list(words))
    except typer.TyperException as wrong:
        return wrong.format_message()
    return ""


@pytest.mark.parametrize(
    "line",
    [
        "tidemill dance",
        "tidemill data add x.csv",
        "tidemill runs list --colour red",
        "tidemill watch add x --dataset y --mode maybe",
    ],
)
def test_a_command_that_is_none_would_be_noticed(line: str) -> None:
    assert _problem(line)


def test_every_page_of_the_guide_is_listed() -> None:
    folder = ROOT / "docs" / "guide"
    text = (folder / "README.md").read_text(encoding="utf-8")
    missing = [p.name for p in folder.glob("*.md") if p.name != "README.md" and p.name not in text]
    assert missing == []


def test_every_promise_has_a_state_and_every_place_it_is_shown_is_there() -> None:
    text = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and not line.startswith(("| promise", "| ---"))
    ]
    assert len(rows) > 40
    assert [row for row in rows if len(row) != 3] == []
    dated = {"done", "measured"}
    assert {row[1] for row in rows} <= {"shown", "partly", "open", "not reached"} | dated
    undated = [r[0] for r in rows if r[1] in dated and not re.search(r"\d{4}-\d\d-\d\d", r[2])]
    assert undated == []
    unfounded = [row[0] for row in rows if row[1] == "shown" and not row[2]]
    assert unfounded == []
    gone = [
        place
        for row in rows
        for place in re.findall(r"`((?:tests|docs|app|packaging|resources)/[^`*]+)`", row[2])
        if not (ROOT / place).exists()
    ]
    assert gone == []
