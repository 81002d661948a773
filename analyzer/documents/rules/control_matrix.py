"""Controls that the matrix lists and no narrative mentions, and the reverse."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ...model import Conflict, Language
from ..material import Material, Sentence

ID = re.compile(r"\b(?P<id>[A-Z]{1,6}(?:[-.][A-Z]{1,5})?[-.]\d{1,3}(?:[-.]\d{1,3})?)\b")
HEADER = re.compile(r"^(?:control|ctrl)(?: (?:id|no\.?|number|ref\w*|#))?$|^(?:id|ref\w*|#)$", re.IGNORECASE)
ABOUT_CONTROLS = re.compile(r"\bcontrol\b", re.IGNORECASE)
CRITERION = re.compile(
    r"^(?:CC|A|C|PI|P|DC)\d?[-.]?\d|^(?:AES|TLS|SHA|RSA|ISO|NIST|SP|FIPS|PCI|CVE|RFC|COVID|UTF|WCAG)[-.]", re.IGNORECASE
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ENOUGH = 3  # ids that both name, before what only one of them names is a finding
SHARE = 0.5  # of the listed controls that the narrative has to name for it to name them at all


def find(material: Material) -> Iterator[Conflict | Language]:
    """Ids of controls on one side only, where the documents do name most controls on both."""
    listed: dict[str, Sentence] = {}
    named: dict[str, Sentence] = {}
    for sentence in material.sentences:
        row = sentence.block.row
        in_matrix = row is not None and HEADER.match(sentence.header) and any(ABOUT_CONTROLS.search(one) for one in row.header)
        for match in ID.finditer(sentence.text):
            if CRITERION.match(match["id"]):
                continue
            if in_matrix:
                listed.setdefault(match["id"], sentence)
            elif row is None:
                named.setdefault(match["id"], sentence)
    both = listed.keys() & named.keys()
    if len(both) < ENOUGH or len(both) < SHARE * len(listed):
        return
    styles = Counter(_style(one) for one in both)
    digits = {one.lstrip(LETTERS) for one in styles}
    for one in sorted(listed.keys() - named.keys()):
        yield listed[one].finding("control without narrative", f"The matrix lists {one}, and no narrative mentions it.")
    for one in sorted(named.keys() - listed.keys()):
        if styles[_style(one)] or (named[one].text.startswith(f"{one}:") and _style(one).lstrip(LETTERS) in digits):
            yield named[one].finding("control without matrix", f"The narrative mentions {one}, and the matrix does not list it.")


def _style(control: str) -> str:
    """How an id is written: its letters, and its digits as zeros."""
    return re.sub(r"\d+", "0", control)
