"""Columns of yes and no in which an export names the thing instead: `FileVault 2`, `Not installed`, `Single-AZ`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from .casts import HALF_YES, quoted

WORDS = Path(__file__).with_name("answers.yaml")
# What leaves open whether the thing that is named is there, beside what leaves a yes open.
DOUBTFUL = (
    r"\b(stale|offline|inactive|errors?|degraded|outdated|suspended|off|unprotected|passive|audit\w*|monitor\w*|detect\w*"
    r"|(en|de)crypting|(de|un)crypt\w*|unencrypted|without|non|optional\w*|available|supported|capable|excluded|removed|absent|none)\b"
)
NOT_THERE = (
    r"none|missing|nothing|(.*\W)?(off|disabled|not[ -](enabled|installed|enrolled|configured|encrypted|registered|set( up)?"
    r"|running|active|found|deployed|present|enforced|protected|public|rotated|masked|met))"
)


class Words(BaseModel):
    """The expressions by which cells of one kind of column say yes or no."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    there: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def says_yes(self) -> str:
        """The expression that is found in what says yes."""
        return "|".join(self.there)

    @property
    def says_no(self) -> str:
        """The expression that is the whole of what says no."""
        return "^(" + "|".join((*self.lacking, NOT_THERE)) + ")$"


@cache
def answer_words() -> dict[str, Words]:
    """What the cells of each kind of column say, by the name that a table's column gives it."""
    return TypeAdapter(dict[str, Words]).validate_python(yaml.safe_load(WORDS.read_text("utf-8")))


def names_things(kind: str, cells: Iterable[str]) -> bool:
    """Whether cells of a column of yes and no name what is there, or what is there instead.

    Args:
        kind: a key of `answer_words`.
    """
    words = answer_words()[kind]
    instead = re.compile("^(" + "|".join(words.lacking) + ")$")
    texts = {cell.strip().lower() for cell in cells}
    return any(re.search(words.says_yes, text) or instead.match(text) for text in texts)


def answer_sql(kind: str, expression: str) -> str:
    """The SQL expression that makes `yes` or `no` of a text that names a thing, and leaves any other text as it is.

    Args:
        kind: a key of `answer_words`.
        expression: the SQL expression of the text.
    """
    words, text = answer_words()[kind], f"lower(trim({expression}))"
    doubted = f"regexp_matches({text}, {quoted(HALF_YES)}) or regexp_matches({text}, {quoted(DOUBTFUL)})"
    return (
        f"case when regexp_matches({text}, {quoted(words.says_no)}) then 'no'"
        f" when regexp_matches({text}, {quoted(words.says_yes)}) and not ({doubted}) then 'yes' else {expression} end"
    )
