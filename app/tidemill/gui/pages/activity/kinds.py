"""What the kinds of entries are called on the page Activity."""

from tidemill.base.words import tr

KINDS = {
    "data": tr("Data"),
    "file": tr("Files"),
    "training": tr("Trainings"),
    "runs": tr("Runs"),
    "model": tr("Versions"),
    "promotion": tr("Promotions"),
    "rollback": tr("Roll backs"),
    "rejection": tr("Rejections"),
    "agreement": tr("Proposals"),
    "alias": tr("Labels"),
    "comment": tr("Comments"),
    "card": tr("Model cards"),
    "export": tr("Exports"),
    "four-eyes": tr("Two people"),
    "undo": tr("Undone"),
    "alert": tr("Alerts"),
    "watch": tr("Watched folders"),
    "automation": tr("Automations"),
    "deployment": tr("Deployments"),
    "person": tr("People"),
}
"""What a kind of entry is called in the choice of kinds; others go by their own name."""
