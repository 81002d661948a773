"""Runs the command line in a process of its own, which is killed at a moment that a test names."""

from __future__ import annotations

import os
from pathlib import Path

PROGRAM = """
import os, signal, sys
folders, left = tuple(sys.argv.pop(1).split(os.pathsep)), int(sys.argv.pop(1))
def hook(event, args):
    global left
    touches = event in ("open", "os.rename", "os.mkdir", "os.remove", "os.truncate", "os.chmod", "shutil.rmtree")
    if touches and str(args[0]).startswith(folders):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(hook)
from analyzer.cli import main
main()
"""


def killed_at(moment: int, *folders: Path) -> list[str]:
    """The first words for Python: what follows are those of the command.

    Args:
        moment: it is killed when it touches something in the folders for the so many-th time.
    """
    return ["-c", PROGRAM, os.pathsep.join(map(str, folders)), str(moment)]
