"""What a document says once and means throughout: its terms, its company's names, its headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .definitions import definitions
from .model import Claim, Document
from .names import names_of, with_party
from .references import headings_of, links_of, references_in, titles_of
from .units import Unit


class Context:
    """Gives the claims of one document the terms they use, the references they make, and the party that a name says."""

    def __init__(self, document: Document, names: Sequence[str] = ()) -> None:
        """
        Args:
            names: how the company is called, as far as that is known beforehand.
        """
        self.defined = definitions(document)
        self.names = names_of(document, self.defined, names)
        self._headings = headings_of(document)
        self._titles = titles_of(document)

    def complete(self, claim: Claim, unit: Unit, start: int, end: int) -> Claim:
        """The claim made of a unit, with what its document says elsewhere.

        Args:
            start, end: the part of the unit's text whose references are the claim's.
        """
        blocks = [(cell, 0, len(cell.text)) for cell in unit.row] or [(unit.block, unit.offset + start, unit.offset + end)]
        links = [link for block, first, last in blocks if first < last for link in links_of(block, first, last)]
        references = references_in(unit.text[start:end], links, self._headings, self._titles)
        terms = self.defined.used_in(claim.text, claim.scope or "") if self.defined.terms else ()
        claim = with_party(claim, self.names) or claim
        return replace(claim, defined_terms=terms, references=references) if terms or references else claim
