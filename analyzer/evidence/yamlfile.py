"""YAML as a tree, every value as the text that stands in the file: `yes` and `2026-01-05` are read by the tables' types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ..errors import EvidenceError
from .records import printable

LARGEST = 64 * 1024 * 1024
MOST_VALUES = 5_000_000
NOTHING = ("", "~", "null", "Null", "NULL")
Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(path: Path, name: str, encoding: str, size: int) -> Any:
    """Read a YAML file; several documents become one list.

    Args:
        path: the file.
        name: the file as messages call it.
        encoding: its text encoding.
        size: its size in bytes.

    Raises:
        EvidenceError: if it is no YAML, is too large, or grows beyond all bounds through references.
    """
    if size > LARGEST:
        raise EvidenceError(name, f"it has {size // 1024 // 1024} MB; YAML is read up to 64 MB", "Export it in parts or as JSON")
    try:
        documents = [one for one in yaml.load_all(path.read_text(encoding=encoding), Loader=Loader) if one not in (None, "")]
        plain = [_plain(one, [MOST_VALUES], name) for one in documents]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise EvidenceError(name, f"it is not valid YAML ({printable(error.problem or '')})", "Export it again", place) from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise EvidenceError(name, f"it is not valid YAML ({printable(str(error))})", "Export it again") from error
    except RecursionError as error:
        raise EvidenceError(name, "it is nested too deeply to be an export", "Export it again") from error
    return plain[0] if len(plain) == 1 else plain


def _plain(value: Any, left: list[int], name: str) -> Any:
    left[0] -= 1
    if left[0] < 0:
        raise EvidenceError(name, f"it holds over {MOST_VALUES:,} values, most of them through references", "Export it as JSON")
    if isinstance(value, dict):
        return {str(key): _plain(one, left, name) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, left, name) for one in value]
    return None if value in NOTHING else value
