"""What one look at a chunk's rows finds: the same whether they are new, late or measured again."""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tidemill.base.progress import Reporter
from tidemill.domain.business_value import Costs
from tidemill.domain.cuts import is_answered, is_filling
from tidemill.domain.estimates.estimator import Estimate
from tidemill.domain.models import Model, ModelVersion
from tidemill.domain.references import FrameCounts
from tidemill.services import measuring
from tidemill.services.measuring import Rows
from tidemill.services.monitoring import estimating, findings, looking_closer, relation, worth
from tidemill.services.monitoring.comparing import Compared, Grounds, Subject
from tidemill.services.monitoring.earlier_looks import Earlier, StoredLooks
from tidemill.services.monitoring.reference_rows import Before
from tidemill.services.workspace import Workspace


@dataclass(frozen=True, eq=False)
class Look:
    """All that a look found; `words` say how right the answers were."""

    rows: Rows
    compared: Compared
    measures: dict[str, dict[str, Any]]
    prediction_psi: float | None
    estimates: dict[str, dict[str, Any]]
    worth: dict[str, Any] | None
    finding: dict[str, Any] | None
    words: str

    def values(self) -> dict[str, Any]:
        """What is kept with the chunk."""
        return {
            "report": self.compared.report,
            "reference": self.compared.reference,
            "measures": self.measures,
            "prediction_psi": self.prediction_psi,
            "coverage": self.rows.coverage,
            "estimates": self.estimates,
            "worth": self.worth,
            "finding": self.finding,
        }


@dataclass(frozen=True)
class Looker:
    """Looks at chunks of a model through the eyes of one of its versions.

    `earlier` are the looks in which a season is looked for, those stored if none are given.
    """

    workspace: Workspace
    model: Model
    champion: ModelVersion
    grounds: Grounds
    earlier: Earlier | None = None

    def look(self, subject: Subject, rows: Rows, counts: FrameCounts, reporter: Reporter) -> Look:
        """Compare, answer, measure, estimate, value and explain the rows of a chunk.

        `counts` are the rows on the cells of the champion's training data.
        """
        compared = self.grounds.compare(subject, counts)
        reporter.report(0.3, f"Measuring {len(rows.given):,} rows with {self.champion.label}")
        measures, words = measuring.measured(self.workspace, self.champion, rows)
        reporter.report(0.6)
        why_not = relation.why_distrusted(self.workspace, self.champion, self.model)
        estimates = estimating.estimate(
            self.workspace,
            self.champion,
            rows.model,
            rows.frame,
            rows.said,
            why_not,
            rows.untold,
        )
        psi = measuring.prediction_psi(self.workspace, self.champion, rows.said)
        brought = self.worth_of(subject, rows)
        found = self.finding(subject, findings.Seen(rows, compared, measures), estimates)
        reporter.report(0.9, "Looking at columns together")
        report = looking_closer.added(
            self.workspace,
            self.champion,
            subject.asked,
            rows,
            compared.report,
            self.grounds.choices,
            self.before(subject),
        )
        compared = replace(compared, report=report)
        reporter.report(1.0)
        return Look(rows, compared, measures, psi, estimates, brought, found, words)

    def before(self, subject: Subject) -> Before | None:
        """The period before that of the rows; None where they are those of a file."""
        if not is_filling(subject.span) and not is_answered(subject.span):
            return None
        return Before(self.grounds.chunk_before(subject))

    def worth_of(self, subject: Subject, rows: Rows) -> dict[str, Any] | None:
        """What the rows of a chunk are worth."""
        return worth.of_look(
            self.workspace,
            self.champion,
            rows.said,
            n_rows=len(rows.given),
            starts_at=subject.starts_at,
            ends_at=subject.ends_at,
            estimated=partial(self._cost, rows),
        )

    def _cost(self, rows: Rows, costs: Costs) -> Estimate:
        """What an answer probably costs on rows whose labels have not come."""
        why_not = relation.why_distrusted(self.workspace, self.champion, self.model)
        return estimating.cost(self.workspace, self.champion, rows, costs, why_not)

    def finding(
        self, subject: Subject, seen: findings.Seen, estimates: dict[str, dict[str, Any]]
    ) -> dict[str, Any] | None:
        """What kind of change it is, on what evidence, and which columns cost."""
        return findings.of_look(
            self.workspace,
            self.champion,
            self.model.metric,
            seen,
            estimates,
            starts_at=subject.starts_at,
            ends_at=subject.ends_at,
            earlier=self.earlier or StoredLooks(self.workspace, self.champion.model_id),
        )
