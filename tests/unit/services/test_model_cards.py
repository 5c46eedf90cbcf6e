"""Model cards: facts fill themselves in, people write the rest, a page that harms nobody."""

import pytest

from tidemill.base.errors import NeedsYou, WorldError
from tidemill.domain.model_cards import PARTS
from tidemill.services import activity, aliases, model_cards, registry, undoing


@pytest.fixture
def made(workspace, champion):
    champion()
    return workspace


def section(card, title):
    return next(one for one in card.sections if one.title == title)


def test_facts_fill_themselves_in(made):
    version = registry.version(made, "buyers@1")
    aliases.put(made, "buyers@1", "eu")
    card = model_cards.card(made, "buyers@champion")
    assert (card.model, card.version) == ("buyers", 1)
    assert section(card, "Where it stands").words[:2] == ("It is the champion.", "Its labels: eu.")
    columns = {row[0] for row in section(card, "Data").table.rows}
    assert columns == set(version.recipe["features"])
    measures = {row[0]: row[1] for row in section(card, "How good it is").table.rows}
    assert measures["AUC"] == f"{version.metrics['auc']:.4f}"
    gates = section(card, "Gates").table.rows
    assert [row[0] for row in gates] == [gate["name"] for gate in version.gates]
    assert [row[1] for row in section(card, "Decisions").table.rows] == ["registered", "promoted"]
    assert section(card, "What it leans on").table.rows


def test_what_only_people_know_is_listed_until_it_is_written(made):
    card = model_cards.card(made, "buyers@1")
    assert card.missing == PARTS
    for part in PARTS[:-1]:
        model_cards.write_part(made, "buyers", part.id, f"About {part.id}.")
    card = model_cards.card(made, "buyers@1")
    assert [part.id for part in card.missing] == ["contact"]
    assert card.missing_words == "Only people know, and nobody wrote yet: who answers for it."
    assert card.to_dict()["written"]["limits"] == "About limits."


def test_writing_a_part_is_told_and_can_be_undone_until_it_is_written_again(made):
    model_cards.write_part(made, "buyers", "limits", "Never tried on Sundays.")
    entry = activity.recent(made, kind="card").entries[0]
    assert entry.sentence == "wrote “Known limits” in the card of buyers"
    assert entry.note == "Never tried on Sundays."
    model_cards.write_part(made, "buyers", "limits", "None.")
    with pytest.raises(NeedsYou, match="written again since"):
        undoing.undo(made, entry.id)
    undoing.undo(made)
    assert registry.find(made, "buyers").model.card["limits"] == "Never tried on Sundays."
    undoing.undo(made)
    assert model_cards.card(made, "buyers@1").missing == PARTS


def test_unknown_and_endless_parts_are_refused(made):
    with pytest.raises(NeedsYou, match="no part colour") as told:
        model_cards.write_part(made, "buyers", "colour", "blue")
    assert "purpose" in told.value.hint
    with pytest.raises(NeedsYou, match="2,001"):
        model_cards.write_part(made, "buyers", "limits", "x" * 2_001)


def test_the_page_is_whole_in_itself_and_runs_nothing(made, tmp_path):
    model_cards.write_part(made, "buyers", "limits", "<script>alert(1)</script>\nSecond line")
    path = tmp_path / "card.html"
    model_cards.write(model_cards.card(made, "buyers@1"), path)
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</p><p>Second line</p>" in page
    assert "default-src 'none'" in page
    assert "nobody wrote yet" in page


def test_a_page_that_can_not_be_written_says_where(made, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder is wanted")
    with pytest.raises(WorldError, match=r"card\.html can't be written"):
        model_cards.write(model_cards.card(made, "buyers@1"), taken / "card.html")
