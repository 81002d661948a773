"""What of a table row is the organisation's own statement: not the auditor's tests, and not questions that nobody answered."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .model import Block, Document
from .nlp.quantities import quantities
from .row_text import cells_of, row_text

# The columns of a control matrix as Section IV of a SOC 2 report and its working papers name them.
CONTROL = re.compile(
    r"^(?:the )?(?:[\w'’-]+ ){0,3}?controls?(?: (?:activit(?:y|ies)|descriptions?|statements?|procedures?|wording|text|language))?"
    r"(?: (?:specified|implemented|performed|provided|in place)\b.*)?$|^descriptions? of (?:the )?controls?\b.*$",
    re.IGNORECASE,
)
TEST = re.compile(
    r"\btests?\b(?! (?:frequency|environment))|\btesting\b|\bresults?\b|\bauditor|\bexceptions? noted\b|\bconclusions?\b",
    re.IGNORECASE,
)
CONTROL_WORDS = 5  # a cell with fewer names a control and does not state it
FREQUENCY = re.compile(r"\bfrequency\b|\bhow often\b|\bperiodicity\b", re.IGNORECASE)
QUESTION = re.compile(r"\bquestions?\b|\bask(?:ed)?\b", re.IGNORECASE)
ANSWER = re.compile(r"\banswers?\b|\bresponses?\b|\brepl(?:y|ies)\b", re.IGNORECASE)
NUMBER = re.compile(r"^(?:no\.?|nr\.?|#|id|ref\w*\.?|item|comments?|remarks?|explanations?)$", re.IGNORECASE)
EXPLANATION = re.compile(r"\bcomments?\b|\bremarks?\b|\bexplanations?\b|\bnotes?\b|\bdetails?\b|\bdescriptions?\b", re.IGNORECASE)
EXPLAINS = 3  # words
NO_ANSWER = re.compile(
    r"n/?a|n\.a\.?|not applicable|partial(?:ly)?|tb[cd]|to be (?:confirmed|determined)|unknown|[-–—?. ]*", re.IGNORECASE
)


def own_cells(cells: Sequence[Block]) -> list[Block]:
    """The cells of a row that state something for the organisation.

    Of a control matrix those that describe the auditor's tests and their results are taken out; of a questionnaire nothing is
    left where the answer is missing, open or not applicable and nobody explains it.
    """
    header = cells[0].row.header if cells and cells[0].row else ()
    if any(map(QUESTION.search, header)) and (answers := [at for at, name in enumerate(header) if ANSWER.search(name)]):
        said = [one for one in cells if one.row and one.row.column in answers and not NO_ANSWER.fullmatch(one.text.strip())]
        return list(cells) if said or any(map(_explains, cells)) else []
    if not any(map(CONTROL.match, header)):
        return list(cells)
    return [one for one in cells if not TEST.search(_header(one))]


def _explains(cell: Block) -> bool:
    """Whether a cell says in words what an answer leaves open ("Partial | customer keys yearly, signing keys not yet")."""
    return bool(EXPLANATION.search(_header(cell))) and len(cell.text.split()) >= EXPLAINS


def with_its_frequency(cells: Sequence[Block], prose: Sequence[Block]) -> list[Block] | None:
    """The one control of a matrix row and the cell that says how often it runs, where it does not say so itself.

    What else the row holds, such as ids and criteria, states nothing.

    Args:
        cells: the row's own cells.
        prose: those of them that hold sentences.

    Returns:
        Both cells; nothing where each statement stands for itself, and None where no cell of the row states a control.
    """
    if not any(CONTROL.match(_header(one)) for one in prose):
        return None
    if len(prose) > 1:
        return []
    often = [one for one in cells if FREQUENCY.search(_header(one)) and any(q.kind == "frequency" for q in quantities(one.text))]
    stated = any(q.kind in ("frequency", "duration") for q in quantities(prose[0].text))
    return [prose[0], often[0]] if often and not stated else []


def without_plain_headers(text: str) -> str:
    """The text of a row without the headers that only say what kind of table it stands in ("Question", "Control activity").

    >>> without_plain_headers("No.: 1; Question: How often?; Answer: Monthly")
    '1; How often?; Monthly'
    """
    cells = cells_of(text)
    plain = [one for one in cells if any(kind.search(one[0]) for kind in (QUESTION, ANSWER, CONTROL, NUMBER))]
    return row_text(("" if one in plain else one[0], one[1]) for one in cells) if plain else text


def _header(cell: Block) -> str:
    row = cell.row
    return row.header[row.column].strip() if row is not None and row.column < len(row.header) else ""


def is_statement_table(document: Document) -> bool:
    """Whether a table states things as a control matrix or an answered questionnaire does, and is no export of a system."""
    headers = {block.row.header for block in document.blocks if block.row is not None and block.row.header}
    if any(any(map(QUESTION.search, one)) and any(map(ANSWER.search, one)) for one in headers):
        return True
    controls = [
        block.text
        for block in document.blocks
        if block.row is not None and block.text != _header(block) and CONTROL.match(_header(block))
    ]
    return sum(len(text.split()) >= CONTROL_WORDS for text in controls) > len(controls) / 2
