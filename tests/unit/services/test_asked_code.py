"""The code at hand when a training was asked for: commit, branch, and what was changed."""

import subprocess

import pytest

from tidemill.services import run_page, training_runs
from tidemill.store import run_details


def _git(folder, *words):
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A repository with one commit, in which the person is."""
    made = tmp_path / "code"
    made.mkdir()
    _git(made, "init", "-b", "main")
    (made / "prepare.py").write_text("print(1)\n")
    _git(made, "add", ".")
    _git(made, "commit", "-m", "first")
    monkeypatch.chdir(made)
    return made


def test_a_run_keeps_commit_and_change_of_the_folder_it_was_asked_from(
    workspace, shop, drain, folder, tmp_path, monkeypatch
):
    (folder / "prepare.py").write_text("print(2)\n")
    job_id = training_runs.train(workspace, "shop", estimators=("prior",))
    (folder / "prepare.py").write_text("print(3)\n")  # what comes later is not of this training
    monkeypatch.chdir(tmp_path)
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    commit = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()
    with workspace.store.read() as connection:
        facts = run_details.facts(connection, run.pk)
    assert facts["git_commit"] == commit
    assert facts["git_branch"] == "main"
    assert facts["git_dirty"] is True
    diff = workspace.blobs.get_bytes(run.artifacts["environment/uncommitted.diff"]).decode()
    assert "+print(2)" in diff
    assert "print(3)" not in diff
    page = run_page.page(workspace, run.id)
    said = {label: words for label, words, _ in page.origin}
    assert said["Code"] == f"{commit[:7]}, changed"
    assert page.diff is not None


def test_a_clean_folder_has_a_commit_and_no_change(workspace, shop, drain, folder):
    job_id = training_runs.train(workspace, "shop", estimators=("prior",))
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    said = {label: words for label, words, _ in run_page.page(workspace, run.id).origin}
    assert said["Code"].endswith(", clean")
    assert "environment/uncommitted.diff" not in run.artifacts


def test_outside_of_a_repository_nothing_is_said(workspace, shop, drain, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    job_id = training_runs.train(workspace, "shop", estimators=("prior",))
    drain()
    [run] = training_runs.ranked(workspace, job_id)
    with workspace.store.read() as connection:
        assert run_details.facts(connection, run.pk) == {}
