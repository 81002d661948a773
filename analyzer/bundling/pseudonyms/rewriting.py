"""Files with everybody in them replaced: the structure of a file stays as it is, only its values are others."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from ...evidence.locker import FIRST, LEDGER, Entry, Locker
from ..archive import BundleError
from .keyed import Pseudonyms

JSON_STRING = re.compile(r'("(?:[^"\\]|\\.)*")(\s*:)?')
BETWEEN_TAGS = re.compile(r">([^<>]+)<")
VALUE = re.compile(r'[^,;\t|\r\n"]+')
ZIP, PARQUET, GZIP = b"PK\x03\x04", b"PAR1", b"\x1f\x8b"
ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
Text = Callable[[str], str]


def rewrite(path: Path, target: Path, name: str, pseudonyms: Pseudonyms) -> None:
    """Write a file of evidence with everybody in it replaced.

    Args:
        name: what people call it, which stays as it is.

    Raises:
        BundleError: if it is of a kind in which people cannot be replaced, or if somebody can still be recognised.
    """
    _check_name(name, pseudonyms)
    data = path.read_bytes()
    target.parent.mkdir(parents=True, exist_ok=True)
    if data.startswith(ZIP):
        target.write_bytes(_workbook(data, name, pseudonyms))
        return
    encoding = next((one for mark, one in ENCODINGS if data.startswith(mark)), None) or _encoding(data)
    if data.startswith((PARQUET, GZIP)) or (b"\0" in data and encoding != "utf-16"):
        raise BundleError(f"{name}: people in a file of this kind cannot be replaced. Review an export as CSV or JSON.")
    target.write_bytes(_checked(data.decode(encoding), name, pseudonyms).encode(encoding))


def _check_name(name: str, pseudonyms: Pseudonyms) -> None:
    if pseudonyms.in_name_of(name):
        raise BundleError(f"{name}: the file is called after somebody. Give it, or its folder, another name and review again.")


def _encoding(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "latin-1"  # every byte is a character of it, so that all others stay as they are
    return "utf-8"


def _checked(text: str, name: str, pseudonyms: Pseudonyms) -> str:
    new = replaced(text, pseudonyms)
    if leaks := pseudonyms.leaks(new):
        raise BundleError(f"{name}: {len(leaks)} people could not be replaced, such as in “{leaks[0]}”. Leave the file out.")
    return new


def replaced(text: str, pseudonyms: Pseudonyms) -> str:
    """A text of any format with its values replaced: of JSON the strings, of HTML and XML what stands between tags, else cells.

    In names of fields (the keys of JSON, the first line of a table) nothing is replaced that might be a word.
    """
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return JSON_STRING.sub(lambda found: _member(found[1], found[2] or "", pseudonyms), text)
    if start == "<":
        return BETWEEN_TAGS.sub(lambda found: f">{_between(found[1], pseudonyms.text)}<", text)
    head, newline, rest = text.partition("\n")
    return pseudonyms.field(head) + newline + VALUE.sub(lambda found: pseudonyms.text(found[0]), rest)


def _member(token: str, colon: str, pseudonyms: Pseudonyms) -> str:
    return _string(token, pseudonyms.field if colon else pseudonyms.text) + colon


def _string(token: str, of: Text) -> str:
    try:
        value = json.loads(token, strict=False)
    except ValueError:  # an escape that JSON does not know
        return of(token)
    new = of(value)
    return token if new == value else json.dumps(new, ensure_ascii=False)


def _between(text: str, of: Text) -> str:
    value = html.unescape(text)
    new = of(value)
    return text if new == value else html.escape(new, quote=False)


def _workbook(data: bytes, name: str, pseudonyms: Pseudonyms) -> bytes:
    """A workbook, whose parts are XML; what is none stays."""
    written = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                part = old.read(info)
                if info.filename.endswith((".xml", ".rels")):
                    part = _checked(part.decode("utf-8"), f"{name}, {info.filename}", pseudonyms).encode("utf-8")
                new.writestr(zipfile.ZipInfo(info.filename, info.date_time), part, zipfile.ZIP_DEFLATED)
    except (zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise BundleError(f"{name}: people in a file of this kind cannot be replaced. Export it as CSV or JSON.") from error
    return written.getvalue()


def rewrite_locker(folder: Path, target: Path, pseudonyms: Pseudonyms) -> None:
    """Write a locker with everybody in its files replaced, and with a ledger of its own that says the same of them.

    Files that are not there are left out; what the ledger says of them stays. Time-stamps are of the other ledger and are dropped.

    Raises:
        BundleError: as `rewrite` does.
    """
    old, new = Locker(folder), Locker(target)
    target.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    previous = FIRST
    for entry in old.entries():
        said = json.loads(replaced(entry.model_dump_json(), pseudonyms))
        sealed = Entry.model_validate(said | {"previous": previous})
        _check_name(sealed.name, pseudonyms)
        if (path := old.file_of(entry)).is_file():
            rough = target / "incoming"
            rewrite(path, rough, sealed.name, pseudonyms)
            data = rough.read_bytes()
            sealed = sealed.model_copy(update={"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)})
            place = new.file_of(sealed)
            place.parent.mkdir(parents=True, exist_ok=True)
            rough.replace(place)
        sealed = sealed.sealed()
        lines.append(sealed.model_dump_json() + "\n")
        previous = sealed.hash
    (target / LEDGER).write_text("".join(lines), encoding="utf-8")
