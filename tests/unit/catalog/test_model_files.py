"""Model files are told without loading them: what they hold, and that nothing of it runs."""

import bz2
import gzip
import json
import lzma
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import made_model_files as made
import pytest

from tidemill.base.errors import NeedsYou
from tidemill.catalog import model_reading
from tidemill.catalog.model_files import _streams
from tidemill.domain.known_parts import Standing
from tidemill.domain.model_files import ModelFacts

_WATCHED = (
    "pickle.find_class",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
    "subprocess.Popen",
    "ctypes.dlopen",
    "socket.connect",
)
_heard: list[str] = []
_is_listening = False


def _listen(event: str, _args: object) -> None:
    if _is_listening and event in _WATCHED:
        _heard.append(event)


sys.addaudithook(_listen)


@pytest.fixture(autouse=True)
def nothing_is_run() -> Iterator[None]:
    """The interpreter's own audit events: nothing is looked up for a pickle, no process starts."""
    global _is_listening  # noqa: PLW0603  an audit hook can't be taken away again
    _heard.clear()
    _is_listening = True
    yield
    _is_listening = False
    assert _heard == []


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return made.honest(tmp_path_factory.mktemp("honest"))


def looked(tmp_path: Path, data: bytes, name: str = "model.pkl") -> ModelFacts:
    path = tmp_path / name
    path.write_bytes(data)
    return model_reading.facts(path)


def test_at_least_thirty_honest_files_are_told_and_none_is_called_dangerous(
    honest: dict[str, Path],
) -> None:
    assert len(honest) >= 30
    found = {name: model_reading.facts(path) for name, path in honest.items()}
    odd = {name: (f.standing, f.trouble) for name, f in found.items() if f.standing != "known"}
    assert odd == {}
    assert {f.format for f in found.values()} == {"pickle", "joblib", "skops", "onnx", "mlflow"}


@pytest.mark.parametrize("ending", ["0.pkl", "2.pkl", "5.pkl", "plain.joblib", "lzma.joblib"])
def test_a_pipeline_tells_its_class_columns_classes_parameters_and_versions(
    honest: dict[str, Path], ending: str
) -> None:
    facts = model_reading.facts(honest[f"pipeline-{ending}"])
    assert facts.type == "sklearn.pipeline.Pipeline"
    assert [step for step, _ in facts.steps] == ["columntransformer", "logisticregression"]
    assert [column.name for column in facts.columns] == ["age", "income", "town"]
    assert facts.classes == ("no", "yes")
    assert facts.task == "classification"
    assert facts.parameters["logisticregression__C"] == "2.5"
    assert facts.parameters["columntransformer__town__handle_unknown"] == "'error'"
    assert facts.versions["scikit-learn"]


def test_parameters_are_those_that_the_model_itself_says(honest: dict[str, Path]) -> None:
    model = made.fitted()["forest"]
    said = model_reading.facts(honest["forest-4.pkl"]).parameters
    assert said["n_estimators"] == "3"
    assert set(model.get_params()) <= set(said)


def test_all_writings_of_one_model_tell_the_same(honest: dict[str, Path]) -> None:
    found = [model_reading.facts(honest[name]) for name in honest if name.startswith("forest")]
    assert len(found) >= 13
    assert len({(f.type, f.columns, f.classes, f.n_columns, f.task) for f in found}) == 1


def test_skops_tells_types_and_small_arrays(honest: dict[str, Path]) -> None:
    facts = model_reading.facts(honest["boosting.skops"])
    assert facts.type.endswith("HistGradientBoostingRegressor")
    assert (facts.task, facts.n_columns) == ("regression", 2)
    assert [column.name for column in facts.columns] == ["age", "income"]
    assert facts.versions.keys() >= {"scikit-learn", "skops"}
    assert not facts.is_pickle


def test_onnx_tells_inputs_answers_operators_and_who_made_it(honest: dict[str, Path]) -> None:
    facts = model_reading.facts(honest["graph.onnx"])
    assert [(c.name, c.kind) for c in facts.columns] == [("table", "float [N, 2]")]
    assert [(c.name, c.kind) for c in facts.outputs] == [("label", "string [N]")]
    assert (facts.n_columns, facts.classes) == (2, ("no", "yes"))
    assert facts.facts["Made by"] == "skl2onnx 1.20.0"
    assert facts.facts["Operator sets"] == "ai.onnx 17, ai.onnx.ml 3"
    assert "LinearClassifier" in facts.facts["Operators"]


def test_a_folder_of_mlflow_tells_its_signature_and_the_model_in_it(
    honest: dict[str, Path],
) -> None:
    facts = model_reading.facts(honest["mlflow"])
    kinds = [("age", "double"), ("income", "double"), ("town", "string")]
    assert [(c.name, c.kind) for c in facts.columns] == kinds
    assert facts.type == "sklearn.pipeline.Pipeline"
    assert facts.inner == "model.pkl"
    assert facts.versions["mlflow"] == "3.1.0"
    assert facts.is_pickle
    assert model_reading.facts(honest["mlflow"] / "MLmodel") == facts


def test_the_malicious_files_do_run_code_when_they_are_loaded(tmp_path: Path) -> None:
    """The baits bite, in a process of their own; else the other tests could not fail."""
    global _is_listening  # noqa: PLW0603  the child is started on purpose
    _is_listening = False
    canaries = []
    for at, name in enumerate(made.malicious(tmp_path)):
        canary = tmp_path / f"canary-{at}"
        data = made.malicious(canary)[name]
        (tmp_path / f"{at}.bait").write_bytes(data)
        canaries.append((name, canary))
    script = (
        "import sys, pickle, joblib, warnings, pathlib\n"
        "warnings.simplefilter('ignore')\n"
        "for path in sorted(pathlib.Path(sys.argv[1]).glob('*.bait')):\n"
        "    for load in (lambda: pickle.load(path.open('rb')), lambda: joblib.load(path)):\n"
        "        try: load()\n"
        "        except Exception: pass\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, timeout=60)
    assert done.returncode == 0
    assert [name for name, canary in canaries if not canary.exists()] == []


def test_every_malicious_file_is_flagged_and_none_of_them_runs(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    baits = made.malicious(canary)
    assert len(baits) >= 15
    found = {name: looked(tmp_path, data) for name, data in baits.items()}
    assert not canary.exists()
    missed = {n: f.standing for n, f in found.items() if f.standing is not Standing.ACTS}
    assert missed == {}
    assert found["plain call"].dangers[0].name == "os.system"
    assert str(canary) in found["plain call"].dangers[0].said
    assert "would run code" in found["plain call"].verdict


def test_odd_files_are_flagged_too(tmp_path: Path) -> None:
    found = {name: looked(tmp_path, data) for name, data in made.odd().items()}
    assert {n for n, f in found.items() if f.standing is Standing.KNOWN} == set()
    assert found["function by value"].standing is Standing.CODE
    assert found["unknown class"].standing is Standing.UNKNOWN
    assert "acme.models.Churn" in found["unknown class"].verdict
    assert found["torch"].standing is Standing.ACTS


def test_malicious_skops_onnx_and_mlflow_are_flagged(
    tmp_path: Path, honest: dict[str, Path]
) -> None:
    assert looked(tmp_path, made.malicious_skops(), "a.skops").standing is Standing.ACTS
    operator = made.malicious_skops("operator", "methodcaller", "OperatorFuncNode")
    assert looked(tmp_path, operator, "b.skops").standing is Standing.ACTS
    method = made.malicious_skops("sklearn.base", "BaseEstimator", "MethodNode")
    assert looked(tmp_path, method, "c.skops").standing is Standing.UNKNOWN
    for path in ("../../secret", "/etc/passwd", "C:\\secret", "a/../../b", "\\\\host\\share"):
        graph = looked(tmp_path, made.onnx_file(path), "a.onnx")
        assert graph.standing is Standing.ACTS, path
    beside = looked(tmp_path, made.onnx_file("weights.bin"), "b.onnx")
    assert beside.standing is Standing.KNOWN
    assert "weights.bin" in beside.notes[0]
    strange = looked(tmp_path, made.onnx_file(domain="acme.ops"), "c.onnx")
    assert "operators of acme.ops" in strange.verdict
    data = honest["forest-4.pkl"].read_bytes()
    out = made.mlflow_folder(tmp_path / "out", data, "../../model.pkl")
    assert model_reading.facts(out).standing is Standing.ACTS
    code = made.mlflow_folder(tmp_path / "code", data, loader="acme.loading", code="code")
    facts = model_reading.facts(code)
    assert facts.standing is Standing.CODE
    assert {part.name for part in facts.dangers} >= {"loader acme.loading"}
    bait = made.malicious(tmp_path / "canary")["eval"]
    assert model_reading.facts(made.mlflow_folder(tmp_path / "bait", bait)).standing == "runs code"
    assert not (tmp_path / "canary").exists()


def test_a_link_out_of_a_folder_of_mlflow_is_not_followed(tmp_path: Path) -> None:
    folder = made.mlflow_folder(tmp_path / "linked", b"")
    (tmp_path / "secret.pkl").write_bytes(b"N.")
    (folder / "model.pkl").unlink()
    (folder / "model.pkl").symlink_to(tmp_path / "secret.pkl")
    assert model_reading.facts(folder).standing is Standing.ACTS


def test_what_follows_the_end_of_a_pickle_is_told(tmp_path: Path) -> None:
    import pickle

    bait = made.malicious(tmp_path / "canary")["name from the stack"]
    two = looked(tmp_path, pickle.dumps({"a": 1}) + bait)
    assert two.standing is Standing.ACTS
    assert "another pickle" in two.notes[0]
    assert "something" in looked(tmp_path, pickle.dumps(1) + b"rest").notes[0]


@pytest.mark.parametrize("pack", [zlib.compress, gzip.compress, bz2.compress, lzma.compress])
def test_a_pickle_packed_in_several_parts_is_read_through_all_of_them(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    bait = made.malicious(tmp_path / "canary")["plain call"]
    parts = pack(bait[:4]) + pack(bait[4:])
    assert looked(tmp_path, parts).standing is Standing.ACTS
    rest = looked(tmp_path, pack(b"N.") + b"rest")
    assert rest.trouble == ""
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_cut_file_is_never_called_harmless(
    honest: dict[str, Path], tmp_path: Path, share: float
) -> None:
    for name in ("pipeline-0.pkl", "pipeline-5.pkl", "forest-zlib.joblib", "forest-plain.joblib"):
        data = honest[name].read_bytes()
        facts = looked(tmp_path, data[: int(len(data) * share)])
        assert facts.trouble, name
        assert facts.standing is not Standing.KNOWN
        assert "only in part" in facts.verdict


def test_a_bomb_is_not_unpacked_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pickle

    monkeypatch.setattr(_streams, "MOST_UNPACKED", 8 << 20)
    monkeypatch.setattr(_streams.Bound.__init__, "__defaults__", (20.0, 8 << 20))
    bomb = zlib.compress(pickle.dumps(bytes(64 << 20)), 9)
    assert len(bomb) < 100_000
    assert "unpacks to more" in looked(tmp_path, bomb).trouble


def test_nesting_and_huge_lengths_end_in_words(tmp_path: Path) -> None:
    deep = b"\x80\x04" + b"]" * 60_000 + b"a" * 59_999 + b"."
    facts = looked(tmp_path, deep)
    assert facts.type == "list" or facts.trouble
    huge = looked(tmp_path, b"\x80\x04\x8e" + b"\xff" * 7 + b"\x00abc.")
    assert huge.trouble
    big_number = looked(tmp_path, b"\x80\x04\x8b\xff\xff\xff\x7f.")
    assert big_number.trouble
    tied = b"\x80\x04]\x94" + b"h\x00a" * 3000 + b"."  # a list that holds itself
    assert looked(tmp_path, tied).standing is Standing.KNOWN


def test_no_library_of_models_is_imported_to_look(honest: dict[str, Path]) -> None:
    global _is_listening  # noqa: PLW0603  the child is started on purpose
    _is_listening = False
    script = (
        "import sys, pathlib\n"
        "from tidemill.services import model_files\n"
        "for path in sys.argv[1:]: model_files.in_words(model_files.inspect(pathlib.Path(path)))\n"
        "print([n for n in ('sklearn', 'pandas', 'skops', 'joblib', 'scipy') if n in sys.modules])"
    )
    paths = [str(path) for name, path in honest.items() if "pipeline" in name or "." not in name]
    done = subprocess.run(
        [sys.executable, "-c", script, *paths], check=True, timeout=60, capture_output=True
    )
    assert json.loads(done.stdout.decode().replace("'", '"')) == []


def test_other_files_are_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(NeedsYou, match="no model file"):
        looked(tmp_path, b"PAR1....", "table.parquet")
    archive = tmp_path / "torch.pt"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("archive/data.pkl", b"N.")
    with pytest.raises(NeedsYou, match="none of skops"):
        model_reading.facts(archive)
    with pytest.raises(NeedsYou, match="no ONNX"):
        looked(tmp_path, b"\x00\x01\x02", "a.onnx")
    with pytest.raises(NeedsYou, match="empty"):
        looked(tmp_path, b"")
    with pytest.raises(NeedsYou, match="no file"):
        model_reading.facts(tmp_path / "gone.pkl")
    with pytest.raises(NeedsYou, match="MLmodel"):
        model_reading.facts(tmp_path)


def test_a_broken_page_of_mlflow_is_told_in_words(tmp_path: Path) -> None:
    folder = tmp_path / "m"
    folder.mkdir()
    for page in ("a: [", "- 1", "flavors: 3", "!!python/object/apply:os.system ['true']"):
        (folder / "MLmodel").write_text(page)
        with pytest.raises(NeedsYou, match="MLmodel"):
            model_reading.facts(folder)
