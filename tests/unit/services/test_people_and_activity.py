"""Who may what, and a list of what happened that cannot be altered unseen."""

import pytest
import sqlalchemy as sa

from tidemill.base.errors import NeedsYou
from tidemill.domain.people import Person, PersonRole
from tidemill.services import activity, people, promotion
from tidemill.services import workspace as workspaces
from tidemill.store.schema import activity as table


def test_who_makes_a_workspace_is_its_approver_and_who_comes_later_a_member(workspace):
    assert workspace.person == Person("ada", "Ada", PersonRole.APPROVER)
    later = workspaces.open_existing(workspace.folder, login="ben.meyer")
    assert later.person == Person("ben.meyer", "Ben Meyer", PersonRole.MEMBER)
    later.close()
    assert [p.login for p in people.every(workspace)] == ["ada", "ben.meyer"]


def test_the_only_approver_stays_one(workspace):
    with pytest.raises(NeedsYou, match="Ada is the only approver"):
        people.put(workspace, Person("ada", "Ada", PersonRole.MEMBER))
    people.put(workspace, Person("ben", "Ben", PersonRole.APPROVER))
    people.put(workspace, Person("ada", "Ada", PersonRole.MEMBER))
    assert {p.login: str(p.role) for p in people.every(workspace)} == {
        "ada": "member",
        "ben": "approver",
    }
    sentences = [e.sentence for e in activity.recent(workspace, kind="person").entries]
    assert sentences == ["changed Ada, member", "added Ben, approver"]


def test_nobody_can_be_called_worker_or_nothing(workspace):
    for login in ("worker", " "):
        with pytest.raises(NeedsYou, match="can't be used"):
            people.put(workspace, Person(login, "X"))
    assert people.display_names(workspace)["worker"] == "Worker"


def test_a_list_of_what_happened_can_be_narrowed(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    page = activity.recent(workspace, subject="models/buyers")
    assert [e.kind for e in page.entries] == ["promotion", "model"]
    assert activity.recent(workspace, kind="promotion").total == 1
    assert activity.recent(workspace, by="nobody").entries == ()
    assert activity.recent(workspace, limit=1, offset=1).entries[0].kind == "model"
    assert page.by_people == activity.recent(workspace).total


@pytest.mark.parametrize("column", ["sentence", "by", "note", "at", "detail"])
def test_one_altered_byte_of_an_entry_is_found(workspace, add_version, column):
    add_version()
    promotion.promote(workspace, "buyers@1", note="first")
    assert activity.broken_entry(workspace) is None
    entry = activity.recent(workspace, kind="model").entries[0]
    with workspace.store.write() as tx:
        raw = sa.text(f'UPDATE activity SET "{column}" = :new WHERE id = :id')
        old = tx.connection.execute(
            sa.text(f'SELECT "{column}" FROM activity WHERE id = :id'), {"id": entry.id}
        ).scalar_one()
        place = len(old) // 2
        altered = f"{old[:place]}{'1' if old[place] != '1' else '2'}{old[place + 1 :]}"
        tx.run(raw, {"new": altered, "id": entry.id})
    assert activity.broken_entry(workspace).id == entry.id


def test_an_entry_taken_out_is_found_at_the_one_after_it(workspace, add_version):
    add_version()
    promotion.promote(workspace, "buyers@1")
    model, promoted = reversed(activity.recent(workspace, subject="models/buyers").entries)
    with workspace.store.write() as tx:
        tx.run(sa.delete(table).where(table.c.id == model.id))
    assert activity.broken_entry(workspace).id == promoted.id


def test_a_clock_set_back_never_reorders_what_happened(workspace, clock, add_version):
    add_version()
    clock.advance(-3600)
    promotion.promote(workspace, "buyers@1")
    moments = [e.at for e in activity.recent(workspace).entries]
    assert moments == sorted(moments, reverse=True)
    assert activity.broken_entry(workspace) is None
