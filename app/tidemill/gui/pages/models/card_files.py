"""A model card as a file of the person's choice."""

from pathlib import Path

from tidemill.base import atomic
from tidemill.base.progress import Reporter
from tidemill.base.words import tr
from tidemill.domain.model_cards import ModelCard
from tidemill.gui.kit.files import FileWish, file_name
from tidemill.gui.kit.pdf import pdf_of


def card_wish(card: ModelCard, ending: str) -> FileWish:
    """Ask for the card as `html` or `pdf`."""
    kind = "PDF (*.pdf)" if ending == "pdf" else "HTML (*.html)"
    write = _Pdf(card) if ending == "pdf" else _Html(card)
    return FileWish(
        tr("Save {title}", title=card.title), f"{file_name(card.title)}.{ending}", kind, write
    )


class _Html:
    def __init__(self, card: ModelCard) -> None:
        self._card = card

    def __call__(self, path: Path, _reporter: Reporter) -> None:
        from tidemill.services import model_cards

        model_cards.write(self._card, path)


class _Pdf:
    def __init__(self, card: ModelCard) -> None:
        self._card = card

    def __call__(self, path: Path, _reporter: Reporter) -> None:
        from tidemill.services import model_cards

        body = "".join(model_cards.body(self._card))
        atomic.write_bytes(path, pdf_of(self._card.title, body))
