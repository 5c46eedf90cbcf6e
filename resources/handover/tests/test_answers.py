"""The package answers its example rows as the model did when it was exported.

Run it in the folder above: `python -m unittest`.
"""

import importlib
import json
import unittest
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
[FOLDER] = [path.parent for path in ROOT.glob("*/about.json")]
package = importlib.import_module(FOLDER.name)
engines = importlib.import_module(FOLDER.name + ".model").engines


def example(name):
    return json.loads((ROOT / "examples" / name).read_text("utf-8"))


class Answers(unittest.TestCase):
    def test_some_engine_is_installed(self):
        self.assertTrue(engines(), "Install onnxruntime, or scikit-learn and skops.")

    def test_every_engine_answers_the_examples_as_the_model_did(self):
        wanted = np.array(example("answers.json"), dtype=float)  # none of a row left out
        for engine in engines():
            with self.subTest(engine):
                said = package.load(engine).values(example("rows.json"))
                np.testing.assert_allclose(said, wanted, rtol=1e-6, atol=1e-6)

    def test_a_row_asked_alone_is_answered_as_among_others(self):
        rows = example("rows.json")
        for engine in engines():
            with self.subTest(engine):
                model = package.load(engine)
                one, every = model.values(rows[:1]), model.values(rows)
                np.testing.assert_allclose(one, every[:1], rtol=1e-9, atol=1e-9)

    def test_missing_and_unknown_values_are_answered(self):
        about = json.loads((FOLDER / "about.json").read_text("utf-8"))
        unknown = {
            one["column"]: "never seen" if one["kind"] in ("categorical", "text") else None
            for one in about["inputs"]
        }
        for engine in engines():
            with self.subTest(engine):
                for answer in package.load(engine).predict([{}, unknown]):
                    left_out = [None] if (FOLDER / "steps.json").exists() else []
                    levels = about["levels"] or [answer.prediction]
                    self.assertIn(answer.prediction, [*levels, *left_out])

    def test_the_schema_names_the_columns_that_are_read(self):
        about = json.loads((FOLDER / "about.json").read_text("utf-8"))
        schema = json.loads((ROOT / "schema.json").read_text("utf-8"))
        read = {one["column"] for one in about["inputs"]}
        self.assertEqual(read, {one["name"] for one in schema["columns"]})


if __name__ == "__main__":
    unittest.main()
