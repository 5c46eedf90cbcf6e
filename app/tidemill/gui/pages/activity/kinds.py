"""What the kinds of entries are called on the page Activity."""

KINDS = {
    "data": "Data",
    "file": "Files",
    "training": "Trainings",
    "runs": "Runs",
    "model": "Versions",
    "promotion": "Promotions",
    "rollback": "Roll backs",
    "rejection": "Rejections",
    "agreement": "Proposals",
    "alias": "Labels",
    "comment": "Comments",
    "card": "Model cards",
    "export": "Exports",
    "four-eyes": "Two people",
    "undo": "Undone",
    "alert": "Alerts",
    "watch": "Watched folders",
    "automation": "Automations",
    "deployment": "Deployments",
    "person": "People",
}
"""What a kind of entry is called in the choice of kinds; others go by their own name."""
