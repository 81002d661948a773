"""How tellingly a claim says the words of a header."""

from __future__ import annotations

import re
from functools import cache

from .claim import LIST_HEAD, RELATIVE, Asked
from .grammar import grammar_of
from .profile import Column, RecordSet
from .scoping import ANYWHERE, NAMING
from .words import about_of, in_short, lexicon, stem, stems, tokens

# Words of a scope that name no kind of record.
WIDE = frozenset(
    stems(
        "production all data access security system customer user company new internal external environment information"
        " everyone everybody"
    )
)
PEOPLE = stems("person people employee staff joiner starter hire newcomer worker colleague member individual user candidate")
WHO = ("name", "full name", "who", "login")
EXPLAINED = 0.3  # of what a claim requires; below it a header is no more than mentioned
ANYWHERE_CLAUSE = re.compile(rf"\b(?:that|which)\b[^,;.]*?{ANYWHERE.pattern}", re.IGNORECASE)
BOTH = re.compile(r"\b(?:an?|the|its) (\w+) and (?:an?|the|its) (\w+)\b", re.IGNORECASE)
NARROWS = r"(?:(?:held|kept|sent|given|[a-z]+ed) (?:by|in|at|with|from|to|on)|that|which)\b"
OR_DOES = re.compile(r"\bor (?:\w+ly )?(?=[a-z]{3,}s (?:the|an?|our|its|their|all|every)\b)", re.IGNORECASE)
SHORT = 4  # letters; the stem of a longer word may end in another letter than the word
SURELY, LIKELY, NOT = 2.0, 1.5, 0.0


def scope_known(asked: Asked, records: RecordSet) -> bool:
    """Whether the records know one of the words that name a claim's population, where it has such words."""
    values = frozenset(w for c in records.columns if c.kind == "category" for v in c.values for w in stems(v))
    return names_population(asked, records, values)


def names_population(asked: Asked, records: RecordSet, values: frozenset[str] = frozenset()) -> bool:
    """The same by the names of records and columns alone, or by these and some of their values."""
    named = stems(asked.claim.scope or "") - WIDE
    if named & PEOPLE and any(frozenset(c.about) & PEOPLE or c.header.lower() in WHO for c in records.columns):
        return True
    return not named or bool(named & (values | records.subject | frozenset(w for c in records.columns for w in c.all_stems)))


def own_words(column: Column, records: RecordSet) -> frozenset[str]:
    """What a header is about beyond what all records are about."""
    return frozenset(column.about) - records.subject or frozenset(column.about)


def core_words(column: Column, records: RecordSet) -> frozenset[str]:
    """The same of the last part of a dotted header, which the parts before it only place ("health.longest_silence_h")."""
    about = about_of(column.header.rsplit(".", maxsplit=1)[-1])
    return frozenset(about) - records.subject if set(about) - records.subject else own_words(column, records)


@cache
def completion() -> frozenset[str]:
    """Stems of header words that say of something only that it has come about ("Check back on", "owner_set_on")."""
    return stems("back returned completed done received ended signed set made date service system sent out")


@cache
def endings() -> frozenset[str]:
    """Stems of header words that say only that something is over."""
    return stems("closed completed finished ended done concluded")


def tells(column: Column, asked: Asked, records: RecordSet) -> float:
    """How tellingly a claim says the words of a header: 0 where they are only who acts, what is acted on, or a remark."""
    about = own_words(column, records)
    missing = about - asked.words
    if missing and not (len(about) > 2 and missing == {column.about[-1]}):
        return NOT
    if len(about & asked.required) * 2 < len(about) or _qualifies(column, asked):
        return NOT
    if asked.lists_contents and column.kind in ("moment", "answer"):
        return NOT
    if column.kind == "answer" and (_is_spoken_of(column, asked) or _is_one_way(about, asked)):
        return NOT
    explains = _explains(about, asked, records)
    if len(about) > 1:
        telling = explains or (len(about) > 2 and not missing) or _names_it(column, asked)
        return SURELY + len(about) - len(missing) if telling else NOT
    return _tells_one(next(iter(about)), column, asked, explains)


def _is_spoken_of(column: Column, asked: Asked) -> bool:
    """Whether a claim begins with the words of a header and says which of it is meant ("cargo data kept by agents")."""
    phrase = r"\W+".join(re.escape(word) for word in tokens(column.header))
    return re.match(rf"\W*(?:all |any |every |the )?{phrase}\W+{NARROWS}", asked.text, re.IGNORECASE) is not None


def _is_one_way(about: frozenset[str], asked: Asked) -> bool:
    """Whether a header is told by one of two ways alone that a claim leaves open ("carries cargo data or keeps the pier open")."""
    ways = OR_DOES.split(asked.text)
    return len(ways) > 1 and any(about <= stems(one) for one in ways) and not all(about <= stems(one) for one in ways)


def _tells_one(word: str, column: Column, asked: Asked, explains: bool) -> float:
    """The same for a header that is about one word: it has to be what is done, or what has to be there."""
    said = in_short(LIST_HEAD.sub(r"\g<rest>", asked.text) if asked.claim.form == "item" else asked.text)
    form = _form_in(said, word)
    if not form and (form := _form_in(asked.text, word)):
        said = asked.text  # what is said in short hides the word of a header ("data processing agreement")
    if not form or re.search(rf"\bnot (?:been |yet )?{form}\b", said, re.IGNORECASE):
        return NOT
    done = form.lower().endswith(("ed", "en")) or column.header.lower().endswith("ed")
    straight = rf"\b(?:must|shall|is|are|be|granted)\b (?:\w+ly )?(?:be )?(?:\w+ly )?{form}\b|[,;:] {form}\W*(?:$|[,;])"
    if done and re.search(straight, said, re.IGNORECASE):
        return SURELY
    if re.search(rf"\b100 ?%|\ball\b[^.;]{{0,80}}\bincluded in\b[^.;]{{0,30}}\b{form}\b", asked.text, re.IGNORECASE):
        return SURELY
    if not explains:
        return NOT
    if stem(form) in stems(" ".join(grammar_of(asked.text).predicate.split()[:1])):
        return SURELY  # "every guest shows an ID"
    verb = r"\b(?:is|are|be|been|have|has|must|shall|will|requires?|complet\w+)\b"
    verbal = re.search(rf"{verb}[^.;]{{0,40}}\b{form}\b", said, re.IGNORECASE)
    present = re.search(rf"{lexicon().presence}[^.;]{{0,60}}\b{form}\b", in_short(asked.text), re.IGNORECASE)
    established = re.search(rf"\b{form}\b[^.;]{{0,20}}\b{lexicon().established}\b", said, re.IGNORECASE)
    if established or (done and (verbal or asked.claim.form != "sentence")):
        return SURELY
    return LIKELY if present else NOT


def _form_in(text: str, word: str) -> str:
    """The first word of a text that has a stem, or denies it."""
    return next((w for w in re.findall(r"[A-Za-z]+", text) if word in (stem(w), stem(w).removeprefix("un"))), "")


def _names_it(column: Column, asked: Asked) -> bool:
    """Whether the claim says the header as one phrase that has to be there ("with full session recording enabled")."""
    words = [re.escape(word[:-1] if len(word) > SHORT else word) + r"\w*" for word in column.about]
    phrase = r"\W+".join(words)
    there = rf"{lexicon().presence}[^.;]{{0,25}}\b{phrase}|\b{phrase}\W+(?:\w+\W+)?{lexicon().established}|\b{phrase} enabled\b"
    return bool(re.search(there, asked.text, re.IGNORECASE))


def _qualifies(column: Column, asked: Asked) -> bool:
    """Whether the header's words only qualify what the claim is about ("keys for field-level encryption are ...")."""
    phrase = r"\W".join(re.escape(word) for word in tokens(column.header))
    return bool(re.search(rf"^\W*(?:\w+\W+){{1,3}}(?:for|of) (?:the )?{phrase}", asked.text, re.IGNORECASE))


def _without_restricting(text: str, records: RecordSet) -> str:
    """A text without the clauses that only say which records are meant ("that hold customer data", where a column tells)."""
    answers = [frozenset(c.about) for c in records.columns if c.kind == "answer" and len(c.about) > 1]
    plain = ANYWHERE_CLAUSE.sub(" ", text)
    return RELATIVE.sub(lambda m: " " if any(one <= stems(m[1]) for one in answers) else m[0], plain)


def _modifiers(about: frozenset[str], text: str) -> frozenset[str]:
    """Stems of the words that stand right before the one of a header and only qualify it ("a data protection addendum")."""
    words = re.findall(r"[A-Za-z-]+", text)
    qualifies = grammar_of(text).qualifies
    found: set[str] = set()
    for at, word in enumerate(words):
        before = at - 1
        while stem(word) in about and before >= 0 and words[before].lower() in qualifies:
            found.add(stem(words[before]))
            before -= 1
    return frozenset(found) - about


def _explains(about: frozenset[str], asked: Asked, records: RecordSet) -> bool:
    """Whether the words of a header are a good part of what a claim requires, and not a remark in it."""
    plain = _without_restricting(re.sub(r"\([^)]*\)", " ", asked.text), records)
    bare = (stems(plain) & asked.required) - _modifiers(about, plain)
    open_words = bare - records.subject - WIDE - stems(asked.claim.scope or "")
    if len(about) == 1:  # "a lead and a second engineer": what has to be there is told in several columns
        pairs = [frozenset(map(stem, pair)) for pair in BOTH.findall(asked.text)]
        told = {c.about[0] for c in records.columns if len(c.about) == 1 and c.kind in NAMING}
        about |= {word for pair in pairs if about <= pair <= told for word in pair}
    return len(about & asked.required) >= EXPLAINED * len(open_words | (about & asked.required))
