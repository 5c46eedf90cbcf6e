"""The command that exports a version, with its proof and its refusals."""

from tidemill.catalog.onnx_graphs import Graph


def test_a_version_is_written_as_onnx_and_the_proof_is_told(tidemill, champion, tmp_path):
    out = tmp_path / "buyers.onnx"
    said = tidemill("models", "export", "buyers@1", "--to", "onnx", "--out", out, "--json")
    assert said.code == 0, said.err
    assert said.json["file"] == str(out)
    assert said.json["bytes"] == out.stat().st_size
    assert said.json["comparison"]["equal"] is True
    (listed,) = tidemill("models", "exports", "--json").json["items"]
    assert (listed["model"], listed["number"], listed["form"]) == ("buyers", 1, "onnx")
    assert (listed["path"], listed["is_here"]) == (str(out), True)
    words = tidemill("models", "export", "buyers", "--to", "skops", "--out", tmp_path / "b.skops")
    assert words.code == 0, words.err
    assert "as the model does" in words.out


def test_what_can_not_be_written_leaves_with_3_and_says_why(
    tidemill, champion, tmp_path, monkeypatch
):
    out = tmp_path / "buyers.pkl"
    refused = tidemill("models", "export", "buyers", "--to", "onnx", "--out", out)
    assert refused.code == 3
    assert ".onnx" in refused.err
    unknown = tidemill("models", "export", "buyers", "--to", "pmml", "--out", out, "--json")
    assert (unknown.code, unknown.json["error"]["kind"]) == (3, "needs-you")
    for operator in ("linear", "both"):
        whole = getattr(Graph, operator)
        monkeypatch.setattr(
            Graph, operator, lambda self, *a, whole=whole: self.node("Abs", whole(self, *a))
        )
    repeated = Graph.repeated
    monkeypatch.setattr(Graph, "repeated", lambda self, row, like: repeated(self, row * 0.9, like))
    trees = Graph.trees
    monkeypatch.setattr(Graph, "trees", lambda self, *a: self.node("Abs", trees(self, *a)))
    out = out.with_suffix(".onnx")
    differs = tidemill("models", "export", "buyers", "--to", "onnx", "--out", out)
    assert differs.code == 3
    assert "otherwise than the model" in differs.err
    assert not out.exists()
