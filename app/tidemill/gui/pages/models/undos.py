"""What a toast of Models takes back when its Undo is pressed, whatever is shown by then."""

from tidemill.gui.pages.models.view_model import ModelsViewModel


class UndoChange:
    """Takes one change back, whichever came after it."""

    def __init__(self, model: ModelsViewModel, change: int) -> None:
        """Hold the change by its number."""
        self._model, self._change = model, change

    def __call__(self) -> None:
        """Take it back."""
        self._model.undo_change(self._change)


class UndoDecision:
    """Takes the newest decision over a model back, whichever model is shown by then."""

    def __init__(self, model: ModelsViewModel, name: str) -> None:
        """Hold the model by its name."""
        self._model, self._name = model, name

    def __call__(self) -> None:
        """Take it back."""
        self._model.undo(self._name)
