"""Writes the sample company: `python samples/northwind/generate.py [--into DIR]`.

The same seed and the same texts give the same files on every run.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from generator import accounts, aws, directory, github, people, risk, staff
from generator.word import write_word

HERE = Path(__file__).resolve().parent


def generate(into: Path) -> None:
    """Write the documents and the exports below a folder.

    Args:
        into: the folder; files of an earlier run are overwritten, nothing else in it is touched.
    """
    evidence, policies = into / "evidence", into / "policies"
    for folder in (evidence, policies):
        folder.mkdir(parents=True, exist_ok=True)
    for part in (people, directory, github, accounts, aws, staff, risk):
        part.write(evidence)
    for source in sorted((HERE / "text").glob("*.md")):
        write_word(source, (into if source.stem == "description" else policies) / f"{source.stem}.docx")
    if into.resolve() != HERE:
        for name in (
            "goldenthread.toml",
            "expected.yaml",
            *(f"policies/{p.name}" for p in sorted((HERE / "policies").glob("*.md"))),
        ):
            shutil.copyfile(HERE / name, into / name)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the sample company.")
    parser.add_argument(
        "--into", type=Path, default=HERE, help="folder to write to, the one of this script if not given"
    )
    generate(parser.parse_args().into)
