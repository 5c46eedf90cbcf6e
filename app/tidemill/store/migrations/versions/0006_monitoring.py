"""Monitoring: references a person chose, what rows are worth, rules of alerts, incidents."""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema forward."""
