"""Everything out by a command, and into a new workspace by another."""

import json


def test_everything_goes_out_and_comes_back_by_commands(tidemill, months, tmp_path):
    assert tidemill("init", tmp_path / "ws", where=None).code == 0
    added = tidemill("data", "add", months(1), "--name", "shop", "--target", "bought")
    assert added.code == 0
    out, new = tmp_path / "out", tmp_path / "new"
    said = tidemill("export", out)
    assert said.code == 0
    assert f"into {out}. README.md there says what is where." in said.out
    told = tidemill("import", out, "--json", where=new)
    assert told.code == 0
    assert told.json["n_files"] == len(
        json.loads((out / "tidemill-export.json").read_text())["files"]
    )
    [one] = tidemill("data", "list", "--json", where=new).json["items"]
    assert one["name"] == "shop"
    again = tidemill("import", "folder", out, where=new)
    assert again.code == 3
    assert "in use already" in again.err


def test_a_folder_that_is_no_export_makes_no_workspace(tidemill, tmp_path):
    said = tidemill("import", tmp_path / "nothing", where=tmp_path / "new")
    assert said.code == 3
    assert "holds no export" in said.err
    assert not (tmp_path / "new").exists()


def test_other_imports_keep_their_names(tidemill, tmp_path):
    assert "mlflow" in tidemill("import", "--help").out
    said = tidemill("import", "mlflow", tmp_path / "nothing", where=tmp_path / "new")
    assert "holds no export" not in said.err
