"""Noun phrases and what stands around a verb, drawn at random with the trees the treebank would give them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .trees import Tree, comma, coordinate, leaf
from .words import article, past_participle, plural, words

PREFIXES = frozenset({"re", "non", "multi", "pre", "semi", "bi", "co", "sub", "anti", "de"})
SINGULAR_DETERMINERS = ("the", "the", "the", "the", "a", "a", "a", "each", "every", "any", "this", "its", "another")
PLURAL_DETERMINERS = ("the", "the", "all", "all", "any", "its", "their", "these", "such", "", "", "", "", "", "", "")
# Which preposition belongs to a noun rather than to the verb before it; "of" goes with every noun.
COMPLEMENTS = {
    "access": "to", "change": "to", "exception": "to", "approval": "from", "request": "for", "contract": "with",
    "agreement": "with", "connection": "to", "traffic": "from", "evidence": "for", "plan": "for", "policy": "for",
    "procedure": "for", "training": "for", "finding": "from", "alert": "from", "justification": "for", "deployment": "to",
    "privilege": "on", "data": "from", "visitor": "to",
}  # fmt: skip
ADJECTIVES = frozenset({"physical", "mobile", "internal", "legal", "temporary", "third"})  # inside compounds of the vocabulary
NUMBER_WORDS = {"two": "2", "three": "3", "five": "5", "seven": "7", "ten": "10", "fifteen": "15", "thirty": "30", "sixty": "60"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A noun phrase and whether its verb is plural."""

    tree: Tree
    many: bool


def hyphenated(word: str, relation: str, tag: str) -> Tree:
    """A word with a hyphen as the tokenizer splits it ("re-enabled", "role-based", "read-only", "long-term")."""
    first, _, last = word.partition("-")
    hyphen = leaf("-", "HYPH", "punct")
    if not last:
        return leaf(word, tag, relation)
    if last == "only":
        return leaf(first, "VB", relation).after(hyphen, leaf("only", "RB", "advmod"))
    if first in PREFIXES:
        return leaf(last, tag, relation).before(leaf(first, "AFX", "compound").after(hyphen))
    if first in ("e", "Wi"):
        return leaf(last, tag, relation).before(leaf(first, "NN", "compound").after(hyphen))
    if last in ("on", "off", "out", "up", "live"):
        return leaf(last, "NN", relation).before(leaf(first, "NN", "compound").after(hyphen))
    if last.endswith(("ed", "bound")):
        lemma = {"based": "base", "owned": "own", "bound": "bind", "approved": "approve"}.get(last, last.removesuffix("ed"))
        return leaf(last, "VBN", relation, lemma).before(leaf(first, "NN", "obl:unmarked").after(hyphen))
    if last.endswith("ing"):
        return leaf(last, "VBG", relation, last.removesuffix("ing") + "e").before(leaf(first, "NN", "obl:unmarked").after(hyphen))
    return leaf(last, "NN", "compound" if relation == "amod" else relation).before(leaf(first, "JJ", "amod").after(hyphen))


def adjective(word: str, relation: str = "amod") -> Tree:
    participle = re.fullmatch(r"(?:un)?[a-z]+ed", word) and word not in ("unauthorized", "overdue", "privileged", "detailed")
    if "-" in word:
        return hyphenated(word, relation, "NN" if word.endswith(("production",)) else "JJ")
    if participle and not word.startswith("un"):
        verb = next((v for v in words()["verbs"]["transitive"] if past_participle(v) == word), None)
        return leaf(word, "VBN", relation, verb or word.removesuffix("ed"))
    return leaf(word, "VBG" if word in ("existing", "compensating", "departing") else "JJ", relation,
                {"existing": "exist", "compensating": "compensate", "departing": "depart"}.get(word))  # fmt: skip


def nouns(text: str, relation: str, *, many: bool = False) -> Tree:
    """A noun of one or more words, each a compound of the next."""
    *stack, head = text.split(" ")
    if head in ADJECTIVES:
        return leaf(head, "JJ", "amod")
    if "-" in head:
        tree = hyphenated(head, relation, "NN")
    else:
        word = plural(head) if many else head
        tree = leaf(word, "NNS" if word != head else "NN", relation, head)
    for word in reversed(stack):
        tree = tree.before(leaf(word, "JJ", "amod") if word in ADJECTIVES else hyphenated(word, "compound", "NN"))
    return tree


def name(text: str, relation: str) -> Tree:
    """A proper name or title: its last word heads it, "of" attaches as usual."""
    if " of " in text:
        head, _, rest = text.partition(" of ")
        return name(head, relation).after(name(rest, "nmod").before(leaf("of", "IN", "case")))
    *stack, head = text.split(" ")
    tag = "NNPS" if head in ("Operations", "Systems") else "NNP"
    tree = leaf(head, tag, relation, head.removesuffix("s") if tag == "NNPS" else None)
    return tree.before(*(leaf(word, "NNP", "compound") for word in stack))


def level(text: str, relation: str) -> Tree:
    """ "SOC 2": the number is flat under the name."""
    head, _, number = text.partition(" ")
    return leaf(head, "NNP" if head.istitle() else "NN", relation, head).after(leaf(number, "CD", "flat"))


class Phrases:
    """Draws phrases from the vocabulary.

    Args:
        random: the only source of chance; the same state draws the same phrases.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self.terse = False  # whether the sentence at hand has short noun phrases, as most have

    def one(self, *path: str) -> str:
        found = words()
        for key in path:
            found = found[key]
        return self.random.choice(found)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def pick(self, *makers: Callable[[], Tree]) -> Tree:
        return self.random.choice(makers)()

    def modifier(self) -> Tree:
        kind = self.random.random()
        if kind < 0.04:
            return leaf(self.one("acronyms"), "NN", "compound", None)
        if kind < 0.07:
            return name(self.one("proper"), "compound")
        if kind < 0.09:
            return level(self.one("levels"), "compound")
        return nouns(self.one("stacks"), "compound")

    def bare(self, *, many: bool | None = None, head: str | None = None, plain: bool = False) -> Phrase:
        """A noun with modifiers, without determiner."""
        chosen = head or self.one("heads")
        mass = chosen in words()["mass"]
        number = bool(self.chance(0.55) if many is None else many) and not mass
        tree = nouns(chosen, "root", many=number)
        modifiers: list[Tree] = []
        kind = self.random.random() * (0.8 if self.terse else 1)
        if plain or kind < 0.34:
            pass
        elif kind < 0.78:
            modifiers = [self.modifier()]
        elif kind < 0.93:
            modifiers = [self.modifier(), self.modifier()]
        else:
            pair = [self.modifier() for _ in range(self.random.choice((2, 2, 2, 3)))]
            word = self.conjunction(slash=len(pair) == 2)
            modifiers = [coordinate(pair, word, serial=len(pair) == 3 and self.chance(0.5)).under("compound")]
        if self.chance(0.15 if self.terse else 0.3) and not plain:
            if self.chance(0.15):
                pair = [adjective(self.one("adjectives")) for _ in range(2)]
                modifiers.insert(0, coordinate(pair, self.conjunction()))
            else:
                modifiers.insert(0, adjective(self.one("adjectives")))
        return Phrase(tree=tree.before(*modifiers), many=number)

    def conjunction(self, *, slash: bool = False) -> str:
        return self.random.choices(("and", "or", "and/or", "as well as", "/"), (72, 15, 4, 4, 9 if slash else 0))[0]

    def thing(self, *, deep: bool = True, head: str | None = None, subject: bool = False) -> Phrase:
        """A noun phrase about a thing, with determiner and sometimes a complement."""
        drawn = self.bare(head=head)
        mass = not drawn.many and (drawn.tree.lemma in words()["mass"])
        determiner = self.random.choice(PLURAL_DETERMINERS if drawn.many or mass else SINGULAR_DETERMINERS)
        if subject and self.chance(0.06):
            determiner = "no"
        if mass and determiner in ("these", "a", "their"):
            determiner = "all"
        tree = self.determined(drawn.tree, determiner, many=drawn.many)
        if drawn.many and determiner == "" and self.chance(0.12):
            tree = tree.before(self.amount())
        if deep and not (self.terse and self.chance(0.6)):
            tree = self.complemented(tree, subject=subject)
        return Phrase(tree=tree, many=drawn.many)

    def possessor(self) -> Tree:
        """ "the employee's": what stands in place of an article."""
        owner = nouns(self.one("people"), "nmod:poss").before(
            leaf(self.random.choice(("the", "each", "every", "the")), "DT", "det")
        )
        return owner.after(leaf("'s", "POS", "case"))

    def amount(self) -> Tree:
        """ "at least two", "more than 30", "up to five", "two": how many."""
        number = leaf(self.one("numbers"), "CD", "nummod") if self.chance(0.7) else leaf(str(self.one("digits")), "CD", "nummod")
        kind = self.random.randrange(8)
        if kind == 0:
            return number.before(leaf("least", "JJS", "nmod").before(leaf("at", "IN", "case")))
        if kind == 1:
            return number.before(
                leaf(self.random.choice(("more", "fewer", "less")), "JJR", "advmod").after(leaf("than", "IN", "fixed"))
            )
        return number.before(leaf("up", "IN", "advmod").after(leaf("to", "IN", "fixed"))) if kind == 2 else number

    def determined(self, tree: Tree, determiner: str, *, many: bool = False) -> Tree:
        if not determiner:
            return tree
        if determiner == "the" and self.chance(0.05):
            return tree.before(self.possessor())
        if determiner in ("its", "their"):
            return tree.before(leaf(determiner, "PRP$", "nmod:poss"))
        if determiner == "a":
            first = tree
            while first.left:
                first = first.left[0]
            word = article(first.word)
            return tree.before(leaf(word, "DT", "det", "a"))
        if determiner == "such":
            return tree.before(leaf("such", "JJ", "amod"))
        if determiner == "all" and self.chance(0.12):
            return tree.before(leaf("all", "PDT", "det:predet"), leaf("the", "DT", "det"))
        return tree.before(leaf(determiner, "DT", "det", {"these": "this"}.get(determiner)))

    def complemented(self, tree: Tree, *, subject: bool = False) -> Tree:
        kind = self.random.random()
        preposition = COMPLEMENTS.get(tree.lemma, "of")
        if preposition != "of" and kind < 0.3:
            kind /= 2
        if kind < 0.14:
            return tree.after(self.prepositional(preposition, "nmod"))
        if kind < 0.17:
            return tree.after(self.list_after(preposition, "nmod"))
        if kind < 0.20 and not subject:
            return tree.after(self.aside(leaf(self.one("acronyms"), "NN", "appos")))
        if kind < 0.23:
            return tree.after(self.including(closed=subject))
        if kind < 0.25:
            example = leaf("e.g.", "FW", "advmod").after(comma() if self.chance(0.7) else None)
            return tree.after(self.aside(self.items(self.random.choice((1, 2, 3)), "appos").before(example)))
        if kind < 0.265:
            return tree.after(self.compared())
        return tree

    def compared(self) -> Tree:
        """ "older than 90 days", "silent for 14 days", "subject to review"."""
        if self.chance(0.5):
            word, lemma = self.random.choice((("older", "old"), ("longer", "long"), ("larger", "large"), ("newer", "new")))
            days = leaf(plural(unit := self.random.choice(("day", "month", "year", "hour"))), "NNS", "obl", unit)
            return leaf(word, "JJR", "amod", lemma).after(days.before(leaf("than", "IN", "case"), self.amount()))
        word, preposition = self.random.choice(
            (("subject", "to"), ("relevant", "to"), ("responsible", "for"), ("necessary", "for"), ("available", "to"))
        )
        return leaf(word, "JJ", "amod").after(self.prepositional(preposition, "obl"))

    def aside(self, tree: Tree) -> Tree:
        return tree.before(leaf("(", "-LRB-", "punct")).after(leaf(")", "-RRB-", "punct"))

    def including(self, *, closed: bool) -> Tree:
        """ "such as X and Y", "including X"; closed by a comma before the verb."""
        items = self.items(self.random.choice((1, 2, 2, 3)), "nmod")
        if self.chance(0.4):
            word = leaf("such", "JJ", "case").after(leaf("as", "IN", "fixed"))
            return items.before(word)
        return items.before(comma(), leaf("including", "VBG", "case", "include")).after(comma() if closed else None)

    def items(self, count: int, relation: str, maker: Callable[[], Tree] | None = None) -> Tree:
        make = maker or (lambda: self.thing(deep=False).tree)
        parts = [make() for _ in range(count)]
        if count == 1:
            return parts[0].under(relation)
        return coordinate(parts, self.conjunction(), serial=count > 2 and self.chance(0.5)).under(relation)

    def prepositional(self, preposition: str, relation: str) -> Tree:
        inner = self.person().tree if self.chance(0.25) else self.thing(deep=False).tree
        return inner.under(relation).before(leaf(preposition, "IN", "case"))

    def list_after(self, preposition: str, relation: str) -> Tree:
        """A list under one preposition, of names or of things ("for the VPN, the AWS console and the wiki")."""
        return self.items(self.random.choice((2, 3, 3, 4)), relation, self.listed).before(leaf(preposition, "IN", "case"))

    def listed(self) -> Tree:
        kind = self.random.random()
        if kind < 0.25:
            return name(self.one("proper"), "root")
        if kind < 0.4:
            return leaf(self.one("acronyms"), "NN").before(leaf("the", "DT", "det") if self.chance(0.5) else None)
        return self.thing(deep=False).tree

    def person(self, *, subject: bool = False) -> Phrase:
        """Those who act: people, teams, departments, offices; "no user" only as the subject of a sentence."""
        kind = self.random.random()
        if kind < 0.38:
            many = self.chance(0.75)
            tree = nouns(self.one("people"), "root", many=many)
            if self.chance(0.2):
                tree = tree.before(
                    adjective(self.random.choice(("new", "current", "former", "authorized", "privileged", "remote")))
                )
            chosen = self.random.choice(
                ("", "", "", "", "all", "all", "the", "any", "no") if many else ("the", "each", "every", "a", "a", "any", "no")
            )
            return Phrase(tree=self.determined(tree, chosen if subject or chosen != "no" else "all" if many else "any"), many=many)
        if kind < 0.56:
            return Phrase(tree=name(self.one("departments"), "root"), many=False)
        if kind < 0.70:
            team = self.one("teams")
            parts = [nouns(team, "compound")]
            if self.chance(0.08):
                parts = [coordinate([nouns(self.one("teams"), "compound") for _ in range(2)], "and")]
            return Phrase(tree=nouns(self.one("team_nouns"), "root").before(leaf("the", "DT", "det"), *parts), many=False)
        if kind < 0.82:
            text = self.one("bodies")
            head = nouns(text.removeprefix("the "), "root")
            if text.startswith("executive "):
                head = nouns("management", "root").before(leaf("executive", "JJ", "amod"))
            if text.startswith("senior "):
                head = nouns("leadership", "root").before(leaf("senior", "JJ", "amod"))
            return Phrase(tree=head.before(leaf("the", "DT", "det") if text.startswith("the ") else None), many=False)
        if kind < 0.92:
            many = self.chance(0.4)
            tree = nouns(f"{self.one('role_stacks')} {self.one('roles')}", "root", many=many)
            return Phrase(tree=self.determined(tree, "" if many else self.random.choice(("the", "the", "each", "a"))), many=many)
        tree = name(self.one("offices"), "root").before(leaf("the", "DT", "det"))
        if self.chance(0.4):
            tree = tree.after(self.aside(leaf(self.one("initials"), "NN", "appos")))
        return Phrase(tree=tree, many=False)

    def subject(self, people: float = 0.5) -> Phrase:
        """Who or what a sentence is about, sometimes several.

        Args:
            people: share of those who act.
        """
        make = (lambda: self.person(subject=True)) if self.chance(people) else (lambda: self.thing(subject=True))
        if self.chance(0.14):
            count = self.random.choice((2, 2, 3))
            parts = [make().tree for _ in range(count)]
            return Phrase(tree=coordinate(parts, "and", serial=count > 2 and self.chance(0.5)), many=True)
        return make()

    def object(self) -> Tree:
        kind = self.random.random() * (0.85 if self.terse else 1)
        if kind < 0.66:
            return self.thing().tree.under("obj")
        if kind < 0.72:
            return leaf(self.one("acronyms"), "NN", "obj")
        return self.items(self.random.choice((2, 2, 3, 3, 4)), "obj")
