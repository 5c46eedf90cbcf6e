"""An estimator that takes more memory than there is: refused a piece, or ended by the system."""

from real_world import write_orders

GREEDY = """
import os, signal
import numpy as np
from tidemill import estimator
from sklearn.linear_model import LogisticRegression


class Hungry(LogisticRegression):
    def fit(self, X, y):
        np.ones(1 << 50)  # no computer has as much, so numpy is refused it
        return super().fit(X, y)


class Doomed(LogisticRegression):
    def fit(self, X, y):
        os.kill(os.getpid(), signal.SIGKILL)  # what a system does to who takes its last memory


@estimator
def hungry(task, seed):
    return Hungry()


@estimator
def doomed(task, seed):
    return Doomed()
"""


def test_an_estimator_without_enough_memory_fails_its_run_in_a_sentence(world, tmp_path):
    code = tmp_path / "greedy.py"
    code.write_text(GREEDY)
    world.start_worker()
    file = write_orders(tmp_path / "orders.csv", 1, 60)
    world.cli("data", "add", file, "--name", "orders", "--target", "returned")

    def ended(which):
        said = world.cli("train", "orders", "--step", f"{code}:{which}", "--detach")
        job_id = said.json["job"]
        world.until(lambda: not world.job(job_id).is_open, "the training to be given up")
        job, (run,) = world.job(job_id), world.runs(job_id)
        assert (str(run.state), run.error) == ("failed", job.error)
        return job

    refused = ended("hungry")
    assert (refused.state, refused.attempts) == ("failed", 1)
    assert "memory was not enough" in refused.error

    killed = ended("doomed")
    assert (killed.state, killed.attempts) == ("failed", 3)
    assert "ended from outside, most often because the memory was not enough" in killed.error
    assert killed.hint.startswith("Use fewer rows or columns")
    assert world.log(killed.id).count("The process at work was killed (signal 9).") == 2
    assert world.complaints() == []
