"""Sentences of policy prose with their trees, drawn from a grammar: the training material that the treebank lacks.

The grammar aims at what a parser trained on web text gets wrong: verbs that are nouns as well after a stack of nouns,
every kind of coordination, gapping, deadlines and frequencies, imperatives, hyphens and slashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from .adjuncts import Adjuncts
from .phrases import Phrase, adjective, name, nouns
from .trees import Token, Tree, comma, coordinate, leaf, text_of, tokens
from .words import past_participle, present_participle, third_person, words

MODALS = ("must", "shall", "should", "may", "will", "can", "must")
MODES = (
    ("present", 46), ("modal", 26), ("modal not", 7), ("present not", 4), ("modal only", 2), ("perfect", 2), ("modal never", 1),
)  # fmt: skip
LONGEST = 48  # words: longer ones are not what policies look like


def finite(verb: str, *, many: bool) -> Tree:
    return leaf(verb if many else third_person(verb), "VBP" if many else "VBZ", "root", verb)


class Sentences(Adjuncts):
    """Draws whole sentences."""

    def mode(self) -> str:
        return self.random.choices([m for m, _ in MODES], [w for _, w in MODES])[0]

    def auxiliaries(self, mode: str, *, many: bool, passive: bool) -> list[Tree]:
        first, _, rest = mode.partition(" ")
        found: list[Tree] = []
        if first == "modal":
            found.append(leaf(self.random.choice(MODALS), "MD", "aux"))
        elif first == "perfect":
            found.append(leaf("have" if many else "has", "VBP" if many else "VBZ", "aux", "have"))
        elif passive:
            found.append(leaf("are" if many else "is", "VBP" if many else "VBZ", "aux:pass", "be"))
        elif rest == "not":
            found.append(leaf("do" if many else "does", "VBP" if many else "VBZ", "aux", "do"))
        if rest:
            found.append(leaf(rest, "RB", "advmod"))
        if passive and first == "modal":
            found.append(leaf("be", "VB", "aux:pass"))
        if passive and first == "perfect":
            found.append(leaf("been", "VBN", "aux:pass", "be"))
        return found

    def form(self, mode: str, verb: str, *, many: bool) -> Tree:
        if mode == "perfect":
            return leaf(past_participle(verb), "VBN", "root", verb)
        return finite(verb, many=many) if mode == "present" else leaf(verb, "VB")

    def number_of_verbs(self) -> int:
        return self.random.choices((1, 2, 3), (62, 25, 13))[0]

    def join(self, parts: list[Tree]) -> Tree:
        if len(parts) == 1:
            return parts[0]
        word = self.random.choices(("and", "or", "and/or", "as well as", "but"), (80, 9, 3, 4, 4))[0]
        return coordinate(
            parts, "and" if word == "but" and len(parts) > 2 else word, serial=self.chance(0.5 if len(parts) > 2 else 0.12)
        )

    def adjuncts(self, most: int = 2) -> list[Tree]:
        count = self.random.choices((0, 1, 2), (42, 48, 10))[0]
        return [self.adjunct() for _ in range(min(count, most))]

    def active(self, mode: str, *, many: bool) -> Tree:
        """The verbs of an active sentence with objects and adjuncts, without subject."""
        verbs = [self.one("verbs", "transitive") for _ in range(self.number_of_verbs())]
        heads = [self.form(mode, verb, many=many) for verb in verbs]
        if len(heads) > 1 and self.chance(0.5):  # they share one object
            return self.join(heads).after(self.object(), *self.adjuncts())
        parts = [head.after(self.object(), *self.adjuncts(1 if len(heads) > 1 else 2)) for head in heads]
        if self.chance(0.1):
            verb, particle = self.one("particles").split(" ")
            parts[-1] = self.form(mode, verb, many=many).after(leaf(particle, "RP", "compound:prt"), self.object())
        if self.chance(0.1):
            parts[-1] = self.form(mode, self.one("verbs", "intransitive"), many=many).after(*self.adjuncts())
        return self.join(parts)

    def passive(self, *, shared: bool | None = None) -> Tree:
        """Participles with agents and adjuncts, without auxiliaries and subject."""
        verbs = [self.one("verbs", "transitive") for _ in range(self.number_of_verbs())]
        heads = [leaf(past_participle(verb), "VBN", "root", verb) for verb in verbs]
        together = self.chance(0.55) if shared is None else shared
        if together or len(heads) == 1:
            return self.join(heads).after(self.agent() if self.chance(0.3) else None, *self.adjuncts())
        parts = [head.after(self.agent() if self.chance(0.2) else None, *self.adjuncts(1)) for head in heads]
        return self.join(parts)

    def agent(self) -> Tree:
        make: Callable[[], Tree] = lambda: self.person().tree  # noqa: E731
        one = self.items(2, "obl:agent", make) if self.chance(0.15) else make().under("obl:agent")
        return one.before(leaf("by", "IN", "case"))

    def with_subject(self, head: Tree, subject: Tree, *, passive: bool, auxiliaries: list[Tree], adverb: bool = False) -> Tree:
        word = self.manner() if adverb else None
        return head.before(subject.under("nsubj:pass" if passive else "nsubj"), *auxiliaries, word)

    def clause(self) -> Tree:
        """Subject and predicate."""
        makers = (
            (self.active_clause, 0.75, 40), (self.passive_clause, 0.1, 34), (self.intransitive_clause, 0.4, 8),
            (self.required_clause, 0.85, 8), (self.copular_clause, 0.5, 5), (self.limited_clause, 0.1, 4),
            (self.that_clause, 0.7, 4),
        )  # fmt: skip
        maker, people, _ = self.random.choices(makers, [weight for *_, weight in makers])[0]
        noun = self.subject(people)
        return maker(self.relative(noun) if self.chance(0.14) and noun.tree.tag[:3] != "NNP" else noun)

    def active_clause(self, noun: Phrase) -> Tree:
        mode = self.mode()
        auxiliaries = self.auxiliaries(mode, many=noun.many, passive=False)
        head = self.active(mode, many=noun.many)
        return self.with_subject(head, noun.tree, passive=False, auxiliaries=auxiliaries, adverb=self.chance(0.06))

    def passive_clause(self, noun: Phrase) -> Tree:
        auxiliaries = self.auxiliaries(self.mode(), many=noun.many, passive=True)
        return self.with_subject(self.passive(), noun.tree, passive=True, auxiliaries=auxiliaries, adverb=self.chance(0.1))

    def intransitive_clause(self, noun: Phrase) -> Tree:
        mode = self.mode()
        verbs = [self.one("verbs", "intransitive") for _ in range(self.random.choice((1, 1, 2)))]
        parts = [self.form(mode, verb, many=noun.many).after(*self.adjuncts(1)) for verb in verbs]
        auxiliaries = self.auxiliaries(mode, many=noun.many, passive=False)
        return self.with_subject(self.join(parts), noun.tree, passive=False, auxiliaries=auxiliaries)

    def infinitive(self, relation: str) -> Tree:
        """ "to read, understand and sign the policy"; passive ones too."""
        to = leaf("to", "TO", "mark")
        if self.chance(0.2):
            return self.passive(shared=True).under(relation).before(to, leaf("be", "VB", "aux:pass"))
        return self.active("infinitive", many=False).under(relation).before(to)

    def required_clause(self, noun: Phrase) -> Tree:
        verb = self.one("verbs", "to_infinitive")
        kind = self.random.random()
        if kind < 0.55:
            head = leaf(past_participle(verb), "VBN", "root", verb).after(self.infinitive("xcomp"))
            auxiliaries = self.auxiliaries(
                self.random.choice(("present", "present", "present not", "modal")), many=noun.many, passive=True
            )
            return self.with_subject(head, noun.tree, passive=True, auxiliaries=auxiliaries)
        if kind < 0.8:
            head = finite(verb, many=noun.many).after(self.person().tree.under("obj"), self.infinitive("xcomp"))
            return self.with_subject(head, noun.tree, passive=False, auxiliaries=[])
        head = finite(self.one("verbs", "controlling"), many=noun.many).after(self.infinitive("xcomp"))
        return self.with_subject(head, noun.tree, passive=False, auxiliaries=[])

    def gerund(self, relation: str) -> Tree:
        verbs = [self.one("verbs", "transitive") for _ in range(self.number_of_verbs())]
        return self.join([leaf(present_participle(verb), "VBG", relation, verb) for verb in verbs]).after(self.object())

    def copular_clause(self, noun: Phrase) -> Tree:
        kind = self.random.randrange(5)
        be = leaf("are" if noun.many else "is", "VBP" if noun.many else "VBZ", "cop", "be")
        negation = leaf("not", "RB", "advmod") if self.chance(0.12) else None
        if kind == 0:
            gerunds = self.gerund("advcl").before(leaf("for", "IN", "mark"))
            if self.chance(0.2):
                gerunds = coordinate([gerunds, self.gerund("advcl").before(leaf("for", "IN", "mark"))], "and")
            head = leaf(self.one("responsible"), "JJ").after(gerunds)
        elif kind == 1:
            head = leaf(self.one("responsible"), "JJ").after(self.prepositional("for", "obl"))
        elif kind == 2:
            head = (
                leaf("responsibility", "NN")
                .before(leaf("the", "DT", "det"))
                .after(self.person().tree.under("nmod").before(leaf("of", "IN", "case")))
            )
        elif kind == 3:
            head = self.units().under("root").before(self.numeral())
        else:
            pair = [
                leaf(
                    self.random.choice(("available", "mandatory", "confidential", "unique", "current", "complete", "secure")), "JJ"
                )
                for _ in range(2)
            ]
            head = (coordinate(pair, "and") if self.chance(0.4) else pair[0]).after(*self.adjuncts())
        return head.before(noun.tree.under("nsubj"), be, negation)

    def limited_clause(self, noun: Phrase) -> Tree:
        verb = self.random.choice(("limit", "restrict", "grant", "assign", "confine", "communicate", "report"))
        to = self.items(self.random.choice((1, 2)), "obl", lambda: self.person().tree).before(leaf("to", "IN", "case"))
        head = leaf(past_participle(verb), "VBN", "root", verb).after(to)
        if self.chance(0.3):
            based = leaf("based", "VBN", "case", "base"), leaf("on", "IN", "case")
            head = head.after(self.thing(deep=False).tree.under("obl").before(*based))
        return self.with_subject(
            head, noun.tree, passive=True, auxiliaries=self.auxiliaries(self.mode(), many=noun.many, passive=True)
        )

    def that_clause(self, noun: Phrase) -> Tree:
        verb = self.random.choice(("ensure", "state", "confirm", "require", "verify", "specify", "check", "note"))
        inner = self.pick(lambda: self.active_clause(self.subject()), lambda: self.passive_clause(self.subject()))
        head = finite(verb, many=noun.many).after(
            inner.under("ccomp").before(leaf("that", "IN", "mark") if self.chance(0.9) else None)
        )
        return self.with_subject(head, noun.tree, passive=False, auxiliaries=[])

    def relative(self, noun: Phrase) -> Phrase:
        """The noun with a relative clause, full ("who handle data") or reduced ("storing data", "issued by the company")."""
        kind = self.random.randrange(6)
        person = noun.tree.lemma in {word.rsplit(" ", 1)[-1] for word in (*words()["people"], *words()["roles"])}
        pronoun = leaf("who", "WP") if person else self.random.choice((leaf("that", "WDT"), leaf("which", "WDT")))
        if kind <= 1:
            verb = finite(self.one("verbs", "transitive"), many=noun.many)
            clause = (
                verb.under("acl:relcl")
                .before(pronoun.under("nsubj"))
                .after(self.thing(deep=False).tree.under("obj"), *self.adjuncts(1))
            )
        elif kind == 2:
            auxiliaries = self.auxiliaries(self.random.choice(("present", "present", "modal")), many=noun.many, passive=True)
            clause = self.passive(shared=True).under("acl:relcl").before(pronoun.under("nsubj:pass"), *auxiliaries)
        elif kind == 3:
            owned = self.bare(plain=True)
            verb = finite(self.one("verbs", "intransitive"), many=owned.many)
            subject = owned.tree.under("nsubj").before(leaf("whose", "WP$", "nmod:poss"))
            clause = verb.under("acl:relcl").before(subject)
        elif kind == 4:
            clause = leaf(present_participle(verb := self.one("verbs", "transitive")), "VBG", "acl", verb).after(
                self.thing(deep=False).tree.under("obj")
            )
            return replace(noun, tree=noun.tree.after(clause))
        else:
            verb = self.one("verbs", "transitive")
            clause = leaf(past_participle(verb), "VBN", "acl", verb).after(self.agent() if self.chance(0.5) else self.place())
            return replace(noun, tree=noun.tree.after(clause))
        if self.chance(0.25):
            clause = clause.before(comma()).after(comma())
        return replace(noun, tree=noun.tree.after(clause))

    def imperative(self) -> Tree:
        head = self.active("infinitive", many=False)
        while not head.right:
            head = self.active("infinitive", many=False)
        if self.chance(0.12):
            return head.before(leaf("do", "VB", "aux"), leaf("not", "RB", "advmod"))
        return head

    def fronted(self) -> Tree:
        first = self.when() if self.chance(0.7) else self.after_event("obl")
        return self.clause().before(first.after(comma()))

    def two_clauses(self) -> Tree:
        parts = [self.clause(), self.clause()]
        return coordinate(parts, self.random.choice(("and", "and", "and", "but", "or")), serial=self.chance(0.5))

    def short_pair(self) -> Tree:
        """ "Disks are encrypted and backups run every night": the second subject is no verb, though it may look like one."""
        return coordinate([self.short(), self.short()], self.random.choice(("and", "and", "but")), serial=self.chance(0.25))

    def short(self) -> Tree:
        noun = self.bare(many=self.chance(0.8), plain=self.chance(0.7))
        kind = self.random.random()
        if kind < 0.45:
            head = leaf(past_participle(verb := self.one("verbs", "transitive")), "VBN", "root", verb).after(*self.adjuncts(1))
            auxiliaries = self.auxiliaries(self.mode(), many=noun.many, passive=True)
            return self.with_subject(head, noun.tree, passive=True, auxiliaries=auxiliaries)
        if kind < 0.8:
            head = finite(self.one("verbs", "intransitive"), many=noun.many).after(self.adjunct())
        else:
            head = finite(self.one("verbs", "transitive"), many=noun.many).after(self.bare().tree.under("obj"))
        return self.with_subject(head, noun.tree, passive=False, auxiliaries=[])

    def sharing(self) -> Tree:
        """ "Management reviews, tracks and reports exceptions": what may be nouns in a row are verbs with one object."""
        noun = self.person(subject=True)
        heads = [finite(self.one("verbs", "transitive"), many=noun.many) for _ in range(self.random.choice((2, 3, 3)))]
        head = self.join(heads).after(self.object(), *self.adjuncts(1))
        return self.with_subject(head, noun.tree, passive=False, auxiliaries=[])

    def gapped(self) -> Tree:
        """ "Everpoint is used for ticketing, Tallmark for hosting and Norvella for alerting": the verb stands once."""
        kind = self.random.randrange(3)
        count = self.random.choice((2, 3, 3, 4))
        serial = count > 2 and self.chance(0.4)
        if kind == 2:
            spans = [self.span().before(leaf("within", "IN", "case")) for _ in range(count)]
            things = [self.bare(many=True) for _ in range(count)]
            head = leaf(past_participle(verb := self.one("verbs", "transitive")), "VBN", "root", verb).after(spans[0])
            rest = [thing.tree.after(span.under("orphan")) for thing, span in zip(things[1:], spans[1:], strict=True)]
            first = self.with_subject(head, things[0].tree, passive=True, auxiliaries=self.auxiliaries(
                self.random.choice(("present", "modal")), many=True, passive=True))  # fmt: skip
            return coordinate([first, *rest], "and", serial=serial)
        names = [name(self.one("proper"), "root") for _ in range(count)]
        purposes = [nouns(self.one("purposes"), "obl").before(leaf("for", "IN", "case")) for _ in range(count)]
        rest = [one.after(purpose.under("orphan")) for one, purpose in zip(names[1:], purposes[1:], strict=True)]
        if kind == 0:
            head = leaf("used", "VBN", "root", "use").after(purposes[0])
            first = self.with_subject(head, names[0], passive=True, auxiliaries=[leaf("is", "VBZ", "aux:pass", "be")])
            return coordinate([first, *rest], "and", serial=serial)
        noun = self.person()
        head = finite(self.random.choice(("use", "operate", "select", "deploy")), many=noun.many).after(
            names[0].under("obj"), purposes[0]
        )
        return coordinate([head.before(noun.tree.under("nsubj")), *rest], "and", serial=serial)

    def paired(self) -> Tree:
        """ "Both A and B ...", "Neither A nor B ...", "Either A or B ..."."""
        first, second = self.random.choice((("both", "and"), ("neither", "nor"), ("either", "or")))
        make = self.person if self.chance(0.5) else (lambda: self.thing(deep=False))
        parts = [make().tree for _ in range(2)]
        parts[0] = parts[0].before(leaf(first, "CC", "cc:preconj"))
        noun = Phrase(tree=coordinate(parts, second), many=True)
        return self.active_clause(noun) if self.chance(0.5) else self.passive_clause(noun)

    def there(self) -> Tree:
        noun = self.thing(subject=False)
        head = leaf("are" if noun.many else "is", "VBP" if noun.many else "VBZ", "root", "be")
        return head.before(leaf("there", "EX", "expl")).after(noun.tree.under("nsubj"))

    def fragment(self) -> Tree:
        """A bullet or heading without a verb."""
        drawn = self.bare(many=self.chance(0.5)).tree
        if self.chance(0.3):
            drawn = drawn.before(adjective(self.one("adjectives")))
        return self.complemented(drawn).after(*([self.frequency_of_noun()] if self.chance(0.2) else []))

    def frequency_of_noun(self) -> Tree:
        return self.span().under("nmod").before(leaf("within", "IN", "case"))

    def sentence(self) -> list[Token]:
        """One sentence; about one in twelve ends without a full stop, as bullets do."""
        makers = (
            (self.clause, 50), (self.short_pair, 5), (self.sharing, 4), (self.imperative, 9), (self.fronted, 8),
            (self.two_clauses, 8), (self.gapped, 5), (self.paired, 3), (self.there, 1), (self.fragment, 7),
        )  # fmt: skip
        self.terse = self.chance(0.6)
        maker = self.random.choices([m for m, _ in makers], [w for _, w in makers])[0]
        tree = maker()
        bare = maker == self.fragment or self.chance(0.05)
        return tokens(tree if bare else tree.after(leaf(".", ".", "punct")))


def generate(count: int, seed: int) -> Iterator[list[Token]]:
    """Different sentences with their trees; the same numbers give the same sentences.

    Args:
        count: how many.
        seed: of the random draws.
    """
    grammar = Sentences(Random(seed))
    seen: set[str] = set()
    while len(seen) < count:
        sentence = grammar.sentence()
        text = text_of(sentence)
        if text not in seen and len(sentence) <= LONGEST:
            seen.add(text)
            yield sentence
