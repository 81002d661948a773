"""The command line: parse, call, print. The only place that prints, exits or reads the environment."""

from __future__ import annotations

import sys

from .app import app


def main() -> None:
    """Run the command line; an error of the tool's own ends in a message on standard error and exit code 2."""
    try:
        app()
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(2)
    except Exception as error:
        # Imported only now: `--help` needs neither.
        from claims import ClaimsError

        from ..errors import AnalyzerError

        if not isinstance(error, (AnalyzerError, ClaimsError)):
            raise
        sys.stderr.write(f"goldenthread: {error}\n")
        sys.exit(2)


__all__ = ["app", "main"]
