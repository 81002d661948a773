"""Bytes of a web page turned into text: saved by a browser, exported by a wiki, or inside a web archive (MHTML)."""

from __future__ import annotations

import codecs
import email
import email.policy
import re

from ..errors import DocumentError
from ..model import LeftOut
from .text_file import MAX_BYTES, decode

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".mht", ".mhtml"})

_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>]|<(?:head|body)[\s>])", re.IGNORECASE | re.DOTALL
)
_ARCHIVE = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*(?:multipart/related|text/html)", re.IGNORECASE)
_DECLARED = re.compile(
    rb"""<meta[^>]{1,300}?charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]{1,200}?encoding\s*=\s*["']([\w:.-]+)""", re.IGNORECASE
)
# What browsers read where a page names these.
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8"}
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def looks_like_html(data: bytes, suffix: str) -> bool:
    """Whether a file is a web page, by its bytes, or by its name's suffix where it begins without `<html>`."""
    head = data[:4096]
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            head = head.decode(encoding, errors="replace").encode()
            break
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _PAGE.match(head) is not None or _ARCHIVE.match(head) is not None or suffix.lower() in SUFFIXES


def page_text(data: bytes, path: str, name: str) -> tuple[str, tuple[LeftOut, ...]]:
    """The text of a page with its markup, and a note where the encoding was a guess.

    Raises:
        DocumentError: if the file is too large or no text.
    """
    if len(data) > MAX_BYTES:
        problem = f"the file has {len(data) // 1_000_000} MB, and web pages are read up to {MAX_BYTES // 1_000_000} MB"
        raise DocumentError(path, problem, "Give only the page itself, without what is embedded in it.")
    declared = None
    if _ARCHIVE.match(data[:4096].lstrip()):
        data, declared = _from_archive(data, path)
    if not data.startswith(tuple(mark for mark, _ in _BOMS)) and not _is_utf8(data):
        text = _declared(data, declared)
        if text is not None and "\0" not in text:
            return text, ()
    return decode(data, path, name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # Encodings such as ISO-2022-JP are ASCII throughout, with escapes.
    return b"\x1b$" not in data


def _declared(data: bytes, declared: str | None) -> str | None:
    """The text in the encoding that the page names, or None where it names none that fits."""
    found = _DECLARED.search(data[:4096])
    said = declared or (next(group for group in found.groups() if group).decode("ascii") if found else None)
    if said is None:
        return None
    try:
        codec = codecs.lookup(said).name
        return data.decode(_READ_AS.get(codec, codec))
    except (LookupError, UnicodeError, ValueError):
        return None


def _from_archive(data: bytes, path: str) -> tuple[bytes, str | None]:
    """The page inside a web archive, and the encoding that the archive names for it."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                return content, part.get_content_charset()
    raise DocumentError(path, "the web archive holds no page", "Save the page again, as HTML.")
