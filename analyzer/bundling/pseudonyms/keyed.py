"""Pseudonyms by a key: whoever has it can make the pseudonym of a name again, nobody else can tell whose one is."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from ..archive import BundleError
from .people import ADDRESS, People

KEY_BYTES = 32
LETTERS = ("bcdfghjklmnpqrstvwxz", "aeiou")  # in turn, so that a pseudonym can be spoken
LONG = 6  # letters of a login that is replaced within a text too; a shorter one only as a value, or as a part of a path
LETTERS_EACH = 12
GUEST = "#EXT#"
PART = re.compile(r"[^._-]+")
WORD = re.compile(r"[^\W_](?:[\w.'’-]*[^\W_])?")


def read_key(path: Path) -> bytes:
    """The key in a file; where there is none, a new one that only its owner may read.

    Raises:
        BundleError: if the file holds no key, or none can be written.
    """
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(KEY_BYTES) + "\n")
        text = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError(f"{path}: the key cannot be read or written: {error}.") from error
    if not re.fullmatch(rf"[0-9a-f]{{{2 * KEY_BYTES}}}", text):
        digits = 2 * KEY_BYTES
        raise BundleError(f"{path}: this is no key: {digits} hexadecimal digits on one line. Name a file that does not exist yet.")
    return bytes.fromhex(text)


class Pseudonyms:
    """The pseudonyms of the people in some evidence.

    A word has the same pseudonym wherever it stands: a login that is the first part of an address stays that, and a first name
    beside a last one stays the two words of the full name.
    """

    def __init__(self, key: bytes, people: People) -> None:
        self._key = key
        self._people = people
        self._phrases: dict[str, list[str]] = {}
        for phrase in sorted(_phrases(people), key=len, reverse=True):
            if first := WORD.match(phrase):
                self._phrases.setdefault(first[0], []).append(phrase)
        self.given: dict[str, str] = {}
        self._taken: dict[str, str] = {}

    def text(self, value: str) -> str:
        """A value of the evidence, or a text, with everybody in it replaced."""
        alone = value.strip()
        if alone.lower() in self._people.logins:
            return value.replace(alone, self._login(alone))
        if alone.lower() in self._people.words:
            return value.replace(alone, self._name(alone))
        return self.field(value)

    def field(self, value: str) -> str:
        """A name of a field, or a longer text: with addresses, full names and long logins replaced, and no single words."""
        return self._within(ADDRESS.sub(lambda found: self._address(found[0]), value))

    def leaks(self, text: str) -> list[str]:
        """Addresses and names of people that still stand in a text."""
        mine = set(self.given.values())
        addresses = {one for one in ADDRESS.findall(text) if not self._is_office(one.lower()) and one not in mine}
        return sorted({*addresses, *(phrase for _, _, phrase in self._found(text) if " " in phrase)})

    def in_name_of(self, name: str) -> bool:
        """Whether a file's name holds a full name, however it is written, an address, or a long login of somebody on the roster."""
        words = f" {_spaced(name)} "
        logins = (one for one in self._people.logins & self._people.roster if len(one) >= LONG)
        return bool(self.leaks(name)) or any(f" {_spaced(one)} " in words for one in (*_full_names(self._people), *logins))

    def _address(self, address: str) -> str:
        if self._is_office(address.lower()):
            return address
        local, _, domain = address.lower().partition("@")
        guest = GUEST if local.upper().endswith(GUEST) else ""
        return self._give(address.lower(), f"{self._login(local.removesuffix(guest.lower()))}{guest}@{domain}")

    def _is_office(self, address: str) -> bool:
        return address in self._people.services or self._people.are_nobody(address.partition("@")[0])

    def _within(self, text: str) -> str:
        parts: list[str] = []
        at = 0
        for start, end, phrase in self._found(text):
            said = text[start:end]
            new = self._login(said) if phrase in self._people.logins else WORD.sub(lambda found: self._name(found[0]), said)
            parts += [text[at:start], new]
            at = end
        return "".join((*parts, text[at:]))

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Names and long logins in a text, from left to right."""
        lower, free = text.lower(), 0
        if len(lower) != len(text):
            lower = text
        for word in WORD.finditer(lower):
            if word.start() < free:
                continue
            for phrase in self._phrases.get(word[0], ()):
                end = word.start() + len(phrase)
                if lower.startswith(phrase, word.start()) and _stands(lower, word.start(), end, phrase):
                    yield word.start(), end, phrase
                    free = end
                    break

    def _login(self, login: str) -> str:
        """The pseudonym of a login, with what separates its parts as it is: that tells checks what kind of account it is."""
        return self._give(login.lower(), PART.sub(lambda found: self._letters("login", found[0]), login))

    def _name(self, word: str) -> str:
        return self._give(word.lower(), self._letters("name", word).capitalize())

    def _give(self, original: str, pseudonym: str) -> str:
        if self._taken.setdefault(pseudonym, original) != original:
            raise BundleError("Two people would have the same pseudonym by this key. Name another file for the key.")
        self.given[original] = pseudonym
        return pseudonym

    def _letters(self, kind: str, word: str) -> str:
        number = int.from_bytes(hmac.new(self._key, f"{kind}:{word.lower()}".encode(), hashlib.sha256).digest())
        letters = ""
        for at in range(LETTERS_EACH):
            number, chosen = divmod(number, len(LETTERS[at % 2]))
            letters += LETTERS[at % 2][chosen]
        return letters


def _phrases(people: People) -> Iterator[str]:
    """What is replaced within a text: full names in either order, and logins."""
    yield from _full_names(people)
    yield from people.logins


def _full_names(people: People) -> Iterator[str]:
    for name in people.names:
        first, *rest = re.split(r"[\s,]+", name)
        yield name
        yield f"{first} {' '.join(rest)}"
        yield f"{rest[-1]}, {first}"


def _spaced(text: str) -> str:
    """The words of a text in lower case with a space between them."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


def _stands(text: str, start: int, end: int, phrase: str) -> bool:
    """Whether a phrase that is found in a text is whole, and no word of the text that is somebody's login by chance."""
    if end < len(text) and re.match(r"\w", text[end]):
        return False
    return len(phrase) >= LONG or " " in phrase or text[:start].endswith(("/", "@", "="))
