"""A planted mail address in a column marked personal shows in nothing that a person gets to see."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tidemill.base.errors import NeedsYou
from tidemill.cli.output import plain
from tidemill.domain.jobs import Job
from tidemill.domain.mask_signs import MASK
from tidemill.domain.masking import masked, masked_text
from tidemill.domain.people import Person, PersonRole
from tidemill.services import (
    activity,
    datasets,
    ingesting,
    jobs,
    kept_diffs,
    people,
    personal_data,
    rows,
    rows_aside,
    rules,
    watching,
)
from tidemill.services.workspace import Workspace

PLANTED = "planted.guest@example.org"


def guests(path: Path, seed: int, *, bad: str = "") -> Path:
    draw = random.Random(seed)
    lines = ["guest_id,mail,phone,nights,stayed"]
    for i in range(120):
        mail = PLANTED if i % 3 == 0 else f"guest{i}.{seed}@example.org"
        phone = f"+49 30 {draw.randrange(10**6, 10**7)}"
        lines.append(f"{seed * 1000 + i},{mail},{phone},{draw.randrange(1, 9)},{'yn'[i % 2]}")
    if bad:
        lines.append(bad)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def hotel(workspace: Workspace, tmp_path: Path, drain: Callable[[], list[Job]]) -> str:
    for seed in (1, 2):
        path = guests(tmp_path / f"hotel_{seed}.csv", seed)
        ingesting.add(workspace, [path], dataset="hotel", target="stayed")
        drain()
    return "hotel"


def outputs(workspace: Workspace, hotel: str) -> dict[str, str]:
    """Everything that shows something of a dataset, as text."""
    view = datasets.find(workspace, hotel)
    first, newest = view.versions[0], view.newest
    diff = kept_diffs.found(workspace, first, newest, ["guest_id"])
    shown = {
        "view": view,
        "version": datasets.version(workspace, f"{hotel}@1"),
        "every": datasets.every(workspace),
        "rows": rows.page(workspace, newest, limit=500),
        "some rows": rows.page(workspace, newest, where="nights > 2", limit=500),
        "profile": datasets.profile(workspace, newest.id),
        "arrived": watching.arrived(workspace),
        "jobs": jobs.newest(workspace),
        "logs": [jobs.log_lines(workspace, job.id) for job in jobs.newest(workspace)],
        "activity": activity.recent(workspace).entries,
        "proposals": rules.propose(workspace, hotel),
        "aside": rows_aside.page(workspace, newest),
        "diff": diff.diff.to_dict(),
        "diff rows": kept_diffs.rows(workspace, diff, "added"),
    }
    return {name: json.dumps(plain(value), default=str) for name, value in shown.items()}


def test_columns_that_look_personal_are_proposed(workspace, hotel):
    found = {one.column: one for one in personal_data.found(workspace, hotel)}
    assert found["mail"].looks == "mail addresses"
    assert found["phone"].looks == "phone numbers"
    assert not any(one.is_marked for one in found.values())


def test_a_marked_column_is_masked_in_every_output(workspace, hotel, tmp_path, take_in):
    rules.add(workspace, hotel, "column_values", {"column": "nights", "low": "1"})
    assert any(PLANTED in text for text in outputs(workspace, hotel).values())
    personal_data.mark(workspace, hotel, "mail", True)
    personal_data.mark(workspace, hotel, "phone", True)
    bad = f"3999,{PLANTED},+49 30 1234567,-4,y"
    job = take_in(guests(tmp_path / "hotel_3.csv", 3, bad=bad), dataset=hotel, target="stayed",
                  time=None)  # fmt: skip
    assert job.error is not None
    aside = watching.arrived(workspace)[0]
    shown = next(c for c in aside.checks if not c["passed"])["offenders"][0]["values"]
    assert shown["mail"] == MASK
    ingesting.accept(workspace, aside.id, rows_aside=True)
    take_in(guests(tmp_path / "hotel_4.csv", 4), dataset=hotel, target="stayed", time=None)
    assert datasets.find(workspace, hotel).newest.number == 4
    seen = outputs(workspace, hotel)
    assert [name for name, text in seen.items() if PLANTED in text or "+49 30" in text] == []
    assert any(json.dumps(MASK)[1:-1] in text for text in seen.values())
    assert PLANTED not in job.error


def test_a_mark_also_masks_what_was_told_before(workspace, hotel, tmp_path, take_in):
    rules.add(workspace, hotel, "allowed_values", {"column": "mail", "values": "nobody"})
    take_in(guests(tmp_path / "hotel_3.csv", 3), dataset=hotel, target="stayed", time=None)
    assert any(PLANTED in str(file.checks) for file in watching.arrived(workspace))
    personal_data.mark(workspace, hotel, "mail", True)
    told = watching.arrived(workspace)[0]
    assert PLANTED not in str(told.checks) + told.reason + told.outcome


def test_who_may_see_personal_values_is_for_an_approver_to_say(workspace, hotel):
    personal_data.mark(workspace, hotel, "mail", True)
    newest = datasets.version(workspace, hotel)
    assert PLANTED not in str(rows.page(workspace, newest).rows)
    personal_data.show_to(workspace, "approvers")
    assert PLANTED in str(rows.page(workspace, newest).rows)
    people.put(workspace, Person("bo", "Bo", PersonRole.MEMBER))
    bo = workspace.acting_as(Person("bo", "Bo", PersonRole.MEMBER))
    assert PLANTED not in str(rows.page(bo, newest).rows)
    with pytest.raises(NeedsYou, match="approver"):
        personal_data.show_to(bo, "everyone")


def test_marking_is_told_in_activity_and_can_be_taken_back(workspace, hotel):
    personal_data.mark(workspace, hotel, "mail", True)
    personal_data.mark(workspace, hotel, "mail", False)
    told = [e.sentence for e in activity.recent(workspace, limit=2).entries]
    assert told == [
        "said that mail of hotel is not personal",
        "said that mail of hotel is personal",
    ]
    assert personal_data.columns(workspace, hotel) == frozenset()


def test_models_still_learn_from_the_values(workspace, hotel):
    from tidemill.services import tables

    personal_data.mark(workspace, hotel, "mail", True)
    frame = tables.whole(workspace, datasets.version(workspace, hotel))
    assert PLANTED in frame["mail"].levels


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mail to ada@example.org now", f"mail to {MASK} now"),
        ("call +49 30 123 456 78", f"call {MASK}"),
        ("1,204 of 8,400 rows (14%)", "1,204 of 8,400 rows (14%)"),
        ("first in line 123456", "first in line 123456"),
    ],
)
def test_words_lose_mail_addresses_and_long_numbers_only(text, shown):
    assert masked_text(text) == shown


def test_the_mask_tells_only_that_there_is_a_value():
    assert masked("a") == masked("a much longer text") == masked(3.5) == MASK
    assert masked(None) is None
    assert masked(float("nan")) is None
