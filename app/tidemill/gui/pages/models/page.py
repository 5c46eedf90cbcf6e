"""The page Models as the shell finds it."""

from typing import TYPE_CHECKING

from tidemill.base.words import tr
from tidemill.gui.shell.page import Hit, Page, PageContext, PageView, address_of

if TYPE_CHECKING:
    from tidemill.services.workspace import Workspace

_MOST = 8


def _create(context: PageContext) -> PageView:
    from tidemill.gui.pages.models.view import ModelsView

    return ModelsView(context)


def _pictures(workspace: "Workspace") -> list[tuple[str, str]]:
    from tidemill.domain.models import Stage
    from tidemill.services import registry, rehearsing

    found = [("models", "tidemill://models")]
    for view in registry.every(workspace):
        waiting = view.candidate or view.champion
        if waiting is not None:
            name, number = view.model.name, waiting.number
            found.append((f"models_{name}", address_of("models", name, number)))
            card = address_of("models", name, number, "card")
            found.append((f"models_{name}_card", card))
            gates = address_of("models", name, number, "gates")
            found.append((f"models_{name}_gates", gates))
            lineage = address_of("models", name, number, "lineage")
            found.append((f"models_{name}_lineage", lineage))
            found.append((f"models_{name}_level", address_of("models", name, number, "level")))
        if len(view.versions) > 1:
            newest = view.versions[-1].number
            pair = address_of("models", view.model.name, newest, "difference")
            found.append((f"models_{view.model.name}_difference", pair))
        sheets = [v for v in view.versions if v.stage is not Stage.CHAMPION]
        if sheets:
            asked = view.candidate or sheets[-1]
            address = address_of("models", view.model.name, asked.number, "promote")
            found.append((f"models_{view.model.name}_promote", address))
            if rehearsing.newest(workspace, f"{view.model.name}@{asked.number}") is not None:
                found.append((f"models_{view.model.name}_rehearsal", f"{address}/rehearsal"))
    return found


def _has_data(workspace: "Workspace") -> bool:
    from tidemill.services import registry

    return bool(registry.every(workspace))


def _find(workspace: "Workspace", words: str) -> list[Hit]:
    from tidemill.services import registry

    wanted = words.casefold()
    hits = []
    for view in registry.every(workspace):
        model, champion = view.model, view.champion
        if wanted in model.name.casefold() or wanted in model.target.casefold():
            state = (
                tr("no champion yet")
                if champion is None
                else tr("champion v{number}", number=champion.number)
            )
            hits.append(Hit(model.name, state, "box", address_of("models", model.name)))
    return hits[:_MOST]


PAGE = Page(
    id="models",
    title=tr("Models"),
    icon="box",
    group=tr("Build"),
    letter="M",
    order=40,
    create=_create,
    picture_addresses=_pictures,
    has_data=_has_data,
    find=_find,
    chapter="guide/promoting",
    chapters=(
        ("gates", "guide/promoting#gates"),
        ("card", "guide/promoting#the-model-card"),
        ("difference", "guide/promoting#what-differs-between-two-versions"),
        ("lineage", "guide/promoting#where-it-came-from-and-what-used-it"),
        ("level", "guide/promoting#how-far-the-care-for-a-model-has-come"),
    ),
)
