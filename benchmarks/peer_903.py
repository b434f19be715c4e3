"""Runs the public 903 validator (csc-validator-be-903) on a folder of one return; run by its own Python.

Usage: python peer_903.py FOLDER RULESET YEAR. Prints the number of rules done, skipped and failed.
"""

import contextlib
import importlib
import io
import logging
import os
import sys
import warnings
from pathlib import Path

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def main(folder: str, ruleset: str, year: str) -> None:
    from lac_validator.lac_validator import LacValidator

    files = [
        {"name": path.name, "description": "This year", "file_content": path.read_bytes()}
        for path in sorted(Path(folder).glob("*.csv"))
    ]
    registry = importlib.import_module(f"lac_validator.rules.{ruleset}").registry
    with contextlib.redirect_stdout(io.StringIO()):
        validator = LacValidator({"collectionYear": year, "localAuthority": "E09000027"}, files, registry)
    print(len(validator.dones), len(validator.skips), len(validator.fails))


if __name__ == "__main__":
    sys.stderr = open(os.devnull, "w")  # noqa: SIM115 - it prints progress for each rule
    main(*sys.argv[1:])
