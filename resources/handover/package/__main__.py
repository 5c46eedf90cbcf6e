"""Commands: `predict FILE`, `retrain FILE --out FOLDER`."""

import argparse
import csv
import json
import sys
from pathlib import Path

from .model import load
from .tables import rows_of


def main() -> int:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog=f"python -m {__package__}")
    commands = parser.add_subparsers(dest="command", required=True)
    predict = commands.add_parser("predict", help="Answer the rows of a CSV file.")
    predict.add_argument("file", type=Path)
    predict.add_argument("--engine", choices=("onnxruntime", "scikit-learn"))
    again = commands.add_parser("retrain", help="Learn again from the rows of a CSV file.")
    again.add_argument("file", type=Path)
    again.add_argument("--out", type=Path, required=True, help="A new folder.")
    chosen = parser.parse_args()
    if chosen.command == "retrain":
        from .retraining import retrain

        print(json.dumps(retrain(chosen.file, chosen.out), indent=2))
        return 0
    rows = rows_of(chosen.file)
    writer = csv.writer(sys.stdout)
    writer.writerow(["row", "prediction", "probability"])
    for number, answer in enumerate(load(chosen.engine).predict(rows), start=1):
        writer.writerow([number, *answer])
    return 0


if __name__ == "__main__":
    sys.exit(main())
