"""JSON and JSON Lines as raw records.

A JSON file is one tree and is read whole, up to `LARGEST_JSON`; JSON Lines are read line by line at any size. One that was
cut off is read up to its last whole record and is known to be incomplete.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from ..errors import EvidenceError
from .broken_off import whole_part
from .nested import RecordGroup, objects, record_groups
from .records import SAMPLE, Problems, Records, printable

LARGEST_JSON = 512 * 1024 * 1024
LARGEST_LINES = 64 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
LONGEST_ROW = 3_500_000
TOTALS = ("totalCount", "total_count", "totalResults", "total")
MORE = ("NextToken", "nextToken", "NextMarker", "nextPageToken", "@odata.nextLink", "next_cursor")
CUT = re.compile(r"\s*[\w.+\\-]*\s*")
ADVICE_SIZE = "Export it in parts or as JSON Lines (one record a line)"


class JsonFile:
    """The content of a JSON or YAML file: `sets` are all kinds of record in it, `at` those at a place in it.

    Attributes:
        root: the whole tree, or None for JSON Lines that are read as they are asked for.
        incomplete: where it breaks off, if it does.
    """

    def __init__(self, path: Path, name: str, encoding: str, root: Any, lines: bool, incomplete: tuple[str, ...] = ()) -> None:
        self.path, self.name, self.encoding, self.root, self.lines = path, name, encoding, root, lines
        self.incomplete = incomplete

    def at(self, place: str) -> Records | None:
        """The records at a place as `Recognise.records` writes it, or None where the file has none there."""
        if self.lines:
            return self._line_records() if place == "[]" else None
        found = _select(self.root, place)
        if not found:
            return None
        return Records(
            kind="json", sample=tuple(found[:SAMPLE]),
            rows=lambda problems: _texts(enumerate(found, start=1), problems),
            reported_count=_total(self.root, place), incomplete=self.incomplete + _more(self.root, place),
        )  # fmt: skip

    def sets(self) -> list[Records]:
        """The records of each kind, with what they stand in as context; named where there are several kinds.

        The name of the only array that stands in no other is left out.
        """
        if self.lines:
            records = self._line_records()
            small = self.path.stat().st_size <= LARGEST_LINES
            lines = [record for _, record in self._parsed_lines(Problems())] if records and small else []
            inner = [group for group in record_groups(lines) if group.name != "[]"]
            return ([records] if records else []) + [self._group(group, group.name) for group in inner]
        groups = record_groups(self.root)
        outer = [group for group in groups if not any(group.name.startswith(f"{one.name}.") for one in groups)]
        bare = outer[0].name if len(outer) == 1 or (outer and outer[0].name == "[]") else None
        return [self._group(group, "" if group.name == bare else group.name) for group in groups]

    def _group(self, group: RecordGroup, name: str) -> Records:
        single = group.place is not None and not set("[]{}") & set(group.place)
        return Records(
            kind="json", sample=tuple(group.records[:SAMPLE]),
            rows=lambda problems: _texts(enumerate(group.records, start=1), problems), name=name, within=group.name,
            context=frozenset(group.context),
            reported_count=_total(self.root, group.place or "") if single else None,
            incomplete=self.incomplete + (_more(self.root, group.place or "") if single else ()),
        )  # fmt: skip

    def arrays(self) -> list[str]:
        """The places of all arrays of objects that are not inside other arrays; for files nobody recognises."""
        if self.lines or isinstance(self.root, list):
            return ["[]"]
        return list(_array_places(self.root, "", 5)) if isinstance(self.root, dict) else []

    def _line_records(self) -> Records | None:
        sample = [record for _, record in islice(self._parsed_lines(Problems()), SAMPLE)]
        if not sample:
            return None
        return Records(kind="json", sample=tuple(sample), rows=lambda problems: _texts(self._parsed_lines(problems), problems))

    def _parsed_lines(self, problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
        with self.path.open(encoding=self.encoding) as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    record = _parse(line, self.name)
                except (json.JSONDecodeError, EvidenceError) as error:
                    what = error.msg if isinstance(error, json.JSONDecodeError) else error.problem
                    problems.add(f"line {number} is not a JSON record ({what}); it was left out", left_out=True)
                    continue
                if isinstance(record, dict):
                    yield number, record
                else:
                    problems.add(f"line {number} is no JSON object; it was left out", left_out=True)


def read_json(path: Path, name: str, encoding: str, size: int) -> JsonFile:
    """Read a JSON or JSON Lines file, which of the two its content tells.

    Args:
        path: the file.
        name: the file as messages call it.
        encoding: its text encoding.
        size: its size in bytes.

    Raises:
        EvidenceError: if it is not JSON, breaks off, is nested too deeply or is too large to be read whole.
    """
    if _is_lines(path, name, encoding):
        return JsonFile(path, name, encoding, None, lines=True)
    if size > LARGEST_JSON:
        limit = LARGEST_JSON // 1024 // 1024
        raise EvidenceError(name, f"it has {size // 1024 // 1024} MB; JSON is read up to {limit} MB", ADVICE_SIZE)
    text = path.read_text(encoding=encoding)
    try:
        return JsonFile(path, name, encoding, _documents(text, name), lines=False)
    except json.JSONDecodeError as error:
        ended = error.msg.startswith("Unterminated string") or bool(CUT.fullmatch(text, error.pos))
        place = f"line {error.lineno}, column {error.colno}"
        whole = whole_part(text) if ended else None
        if whole is not None and record_groups(root := _documents(whole, name)):
            said = f"the JSON breaks off at {place}; only the whole records before that were read"
            return JsonFile(path, name, encoding, root, lines=False, incomplete=(said,))
        problem = "the JSON breaks off" if ended else f"it is not valid JSON ({error.msg})"
        advice = "The download was probably cut off; export it again" if ended else "Export it again"
        raise EvidenceError(name, problem, advice, place) from error


def _is_lines(path: Path, name: str, encoding: str) -> bool:
    """Whether each line is a record of its own: the first is a whole object, without pages, and another one follows."""
    with path.open(encoding=encoding) as file:
        first = next((line for line in iter(lambda: file.readline(LONGEST_LINE), "") if line.strip()), "")
        second = next((line for line in iter(lambda: file.readline(LONGEST_LINE), "") if line.strip()), "")
    if not first.lstrip().startswith("{") or not second.lstrip().startswith("{"):
        return False
    try:
        record = _parse(first, name)
    except json.JSONDecodeError:
        return False
    pages = [value for value in record.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return not (pages and len(record) <= 3)


def _parse(text: str, name: str) -> Any:
    """`json.loads` for hostile text: no NaN, no endless numbers, no stack overflow."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except RecursionError as error:
        raise _too_deep(name) from error
    except json.JSONDecodeError:
        raise
    except ValueError as error:
        raise EvidenceError(name, f"it holds a number that cannot be read ({printable(str(error))})") from error


def _too_deep(name: str) -> EvidenceError:
    return EvidenceError(name, "it is nested too deeply to be an export", "Export it again")


def _documents(text: str, name: str) -> Any:
    """The tree of a JSON text; several documents one behind the other (pages of an export) become one array."""
    try:
        return _parse(text, name)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise
    decoder, documents, at = json.JSONDecoder(parse_constant=lambda _: None), [], 0
    while at < len(text):
        while at < len(text) and text[at].isspace():
            at += 1
        if at < len(text):
            try:
                document, at = decoder.raw_decode(text, at)
            except RecursionError as error:
                raise _too_deep(name) from error
            documents.append(document)
    return [record for one in documents for record in (one if isinstance(one, list) else [one])]


def _select(root: Any, place: str) -> list[dict[str, Any]]:
    if place == "[]":
        return objects(root) or []
    if place == ".":
        return [root] if isinstance(root, dict) else []
    if place == "{}":
        return _by_key(root) if isinstance(root, dict) else []
    values: list[Any] = root if isinstance(root, list) else [root]
    for step in place.split("."):
        values = [value.get(step.removesuffix("[]")) for value in values if isinstance(value, dict)]
        if step.endswith("[]"):
            values = [one for value in values if isinstance(value, list) for one in value]
    return [record for value in values for record in objects(value) or []]


def _by_key(root: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for key, value in root.items():
        if isinstance(value, dict):
            found.append({**value, "_key": key})
        elif isinstance(value, list) and all(isinstance(one, dict) for one in value):
            found += [{**one, "_key": key} for one in value]
        else:
            return []
    return found


def _array_places(value: dict[str, Any], prefix: str, depth: int) -> Iterator[str]:
    for key, inner in value.items():
        if objects(inner):
            yield prefix + key
        elif isinstance(inner, dict) and depth:
            yield from _array_places(inner, f"{prefix}{key}.", depth - 1)


def _last_page(root: Any) -> Any:
    return root[-1] if isinstance(root, list) and root else root


def _parents(root: Any, place: str) -> list[dict[str, Any]]:
    """The objects on the way to the array, outermost first."""
    page, parents = _last_page(root), []
    for step in place.split("."):
        if not isinstance(page, dict):
            break
        parents.append(page)
        page = page.get(step)
    return parents


def _total(root: Any, place: str) -> int | None:
    """The number of records that the envelope of the array reports."""
    if place in ("[]", ".", "{}"):
        return None
    for parent in reversed(_parents(root, place)):
        for key in TOTALS:
            total = parent.get(key)
            if isinstance(total, int) and not isinstance(total, bool):
                return total
    return None


def _more(root: Any, place: str) -> tuple[str, ...]:
    """What the last page says of pages that should follow it."""
    if place in ("[]", ".", "{}"):
        return ()
    signs = []
    for parent in _parents(root, place):
        info = parent.get("pageInfo")
        if isinstance(info, dict) and info.get("hasNextPage") is True:
            signs.append("pageInfo.hasNextPage")
        signs += [key for key in ("IsTruncated", "Truncated", "has_more", "hasMore") if parent.get(key) is True]
        signs += [key for key in MORE if parent.get(key)]
    return tuple(f"it says that more pages follow ({sign})" for sign in signs)


def _clean(value: Any) -> Any:
    """The value without what JSON or the engine cannot hold: NUL characters and numbers beyond all bounds."""
    if isinstance(value, dict):
        return {key.replace("\0", ""): _clean(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner) for inner in value]
    if isinstance(value, str):
        return value.replace("\0", "")
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _text(record: dict[str, Any]) -> str:
    try:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        text = "\\u0000"
    if "\\u0000" in text:
        text = json.dumps(_clean(record), ensure_ascii=False, separators=(",", ":"))
    return text


def _texts(records: Iterable[tuple[int, dict[str, Any]]], problems: Problems) -> Iterator[tuple[int, list[str] | str]]:
    for number, record in records:
        try:
            text = _text(record)
        except RecursionError:
            problems.add(f"record {number} is nested too deeply; it was left out", left_out=True)
            continue
        if len(text) > LONGEST_ROW:
            problems.add(f"record {number} has over {LONGEST_ROW:,} characters; it was left out", left_out=True)
        else:
            yield number, text
