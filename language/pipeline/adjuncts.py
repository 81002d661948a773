"""When, how often, how soon and under which condition: what stands beside the verb of a policy sentence."""

from __future__ import annotations

from random import Random

from .phrases import NUMBER_WORDS, PREFIXES, Phrase, Phrases, hyphenated, nouns
from .trees import Tree, comma, coordinate, leaf
from .words import past_participle, plural, present_participle, third_person


class Adjuncts(Phrases):
    """Draws adjuncts; the verb's own phrase attaches them after everything else."""

    def __init__(self, random: Random) -> None:
        super().__init__(random)

    def adjunct(self) -> Tree:
        return self.pick(
            self.frequency, self.frequency, self.frequency, self.deadline, self.deadline, self.when, self.when, self.means,
            self.means, self.place, self.purpose, self.manner, self.condition, self.agreement,
        )  # fmt: skip

    def adverb(self) -> Tree:
        word = self.one("time_adverbs")
        if word.partition("-")[0] in PREFIXES:
            return hyphenated(word, "advmod", "RB")
        return leaf(word, "RB", "advmod")

    def manner(self) -> Tree:
        return leaf(self.one("manner_adverbs"), "RB", "advmod")

    def at_least(self, relation: str) -> Tree:
        return leaf("least", "JJS", relation).before(leaf("at", "IN", "case"))

    def frequency(self) -> Tree:
        kind = self.random.randrange(10)
        if kind in (2, 3):
            return self.every(counted=kind == 3)
        made = {
            4: self.times_a_period,
            5: self.basis,
            6: self.upon_and_thereafter,
            7: self.whenever_too,
            9: self.around_the_clock,
        }.get(kind)
        if made:
            return made()
        if kind <= 1:
            return self.adverb().before(self.at_least("obl") if self.chance(0.5) else None)
        return coordinate([self.adverb(), self.after_event("advmod")], self.random.choice(("and", "or")))

    def every(self, *, counted: bool) -> Tree:
        """ "each month", "at least every six months"."""
        if counted:
            number = self.numeral()
            period = self.units().under("obl:unmarked").before(leaf("every", "DT", "det"), number)
        else:
            unit = self.one("units")
            period = leaf(unit, "NN", "obl:unmarked").before(leaf(self.random.choice(("each", "every")), "DT", "det"))
        return period.before(self.at_least("nmod")) if self.chance(0.4 if counted else 0.2) else period

    def times_a_period(self) -> Tree:
        """ "at least twice a year", "once per quarter"."""
        per = self.chance(0.5)
        inner = leaf(self.random.choice(("year", "quarter", "month", "week", "day")), "NN", "obl" if per else "obl:unmarked")
        inner = inner.before(leaf("per", "IN", "case") if per else leaf("a", "DT", "det"))
        once = leaf(self.random.choice(("once", "twice")), "RB", "advmod").after(inner)
        return once.before(self.at_least("obl") if self.chance(0.6) else None)

    def basis(self) -> Tree:
        how_often = leaf(self.random.choice(("quarterly", "monthly", "regular", "daily")), "JJ", "amod")
        return leaf("basis", "NN", "obl").before(leaf("on", "IN", "case"), leaf("a", "DT", "det"), how_often)

    def around_the_clock(self) -> Tree:
        """ "24 hours a day, seven days a week"; "on a need-to-know basis"."""
        if self.chance(0.5):
            know = leaf("know", "VB", "acl").before(
                leaf("-", "HYPH", "punct"), leaf("to", "TO", "mark").after(leaf("-", "HYPH", "punct"))
            )
            need = leaf("need", "NN", "compound").after(know)
            return leaf("basis", "NN", "obl").before(leaf("on", "IN", "case"), leaf("a", "DT", "det"), need)
        hours = leaf("hours", "NNS", "obl:unmarked", "hour").before(leaf("24", "CD", "nummod")).after(self.each_unit("day"))
        days = (
            leaf("days", "NNS", "conj", "day")
            .before(leaf(self.random.choice(("seven", "7")), "CD", "nummod"))
            .after(self.each_unit("week"))
        )
        return coordinate([hours, days], "and") if self.chance(0.3) else hours.after(days.before(comma()))

    def each_unit(self, unit: str) -> Tree:
        return leaf(unit, "NN", "nmod:unmarked").before(leaf(self.random.choice(("a", "each")), "DT", "det"))

    def units(self) -> Tree:
        unit = self.random.choice(("hour", "day", "day", "day", "month", "week", "minute", "year"))
        tree = leaf(plural(unit), "NNS", "obl", unit)
        if unit == "day" and self.chance(0.5):
            kind = self.random.choice(("business", "calendar", "working"))
            tree = tree.before(leaf(kind, "VBG", "amod", "work") if kind == "working" else leaf(kind, "NN", "compound"))
        return tree

    def numeral(self) -> Tree:
        if self.chance(0.5):
            return leaf(str(self.one("digits")), "CD", "nummod")
        word = self.random.choice(sorted(NUMBER_WORDS))
        tree = leaf(word, "CD", "nummod")
        return tree.after(self.aside(leaf(NUMBER_WORDS[word], "CD", "appos"))) if self.chance(0.5) else tree

    def span(self) -> Tree:
        """ "five (5) business days", with or without what it is counted from."""
        tree = self.units().before(self.numeral())
        if self.chance(0.4):
            of = self.random.choice(("of", "after", "of", "from", "following"))
            event = leaf(self.one("events"), "NN", "nmod") if self.chance(0.6) else self.thing(deep=False).tree.under("nmod")
            case = leaf("following", "VBG", "case", "follow") if of == "following" else leaf(of, "IN", "case")
            tree = tree.after(self.plain_event(event).before(case))
        return tree

    def plain_event(self, event: Tree) -> Tree:
        return hyphenated(event.word, event.relation, "NN") if "-" in event.word else event

    def deadline(self) -> Tree:
        kind = self.random.randrange(5)
        if kind <= 1:
            return self.span().before(leaf("within", "IN", "case"))
        if kind == 2:
            later = leaf("later", "RBR", "advmod", "late").before(leaf("no", "RB", "advmod"))
            if self.chance(0.2):
                later = leaf("later", "RBR", "advmod", "late").before(leaf("not", "RB", "advmod"))
            return later.after(self.span().before(leaf("than", "IN", "case")))
        if kind == 3:
            return self.units().before(leaf(self.random.choice(("for", "after")), "IN", "case"), self.numeral())
        return self.units().before(leaf("for", "IN", "case"), self.numeral().before(self.at_least("nmod")))

    def after_event(self, relation: str) -> Tree:
        preposition = self.random.choice(("upon", "after", "before", "upon", "at", "during", "following", "prior to"))
        event = self.plain_event(leaf(self.one("events"), "NN", "obl")) if self.chance(0.5) else self.thing(deep=False).tree
        if preposition == "prior to":
            case = leaf("prior", "JJ", "case").after(leaf("to", "IN", "fixed"))
        elif preposition == "following":
            case = leaf("following", "VBG", "case", "follow")
        else:
            case = leaf(preposition, "IN", "case")
        return event.under("obl" if relation == "advmod" else relation).before(case)

    def upon_and_thereafter(self) -> Tree:
        first = self.plain_event(leaf(self.one("events"), "NN", "obl")).before(
            leaf(self.random.choice(("upon", "at", "on")), "IN", "case")
        )
        kind = self.random.random()
        if kind < 0.6:
            second = leaf(self.random.choice(("annually", "quarterly", "yearly", "monthly")), "RB", "conj")
            if self.chance(0.3):
                second = second.before(self.at_least("obl"))
        else:
            second = self.units().before(leaf("every", "DT", "det"), self.numeral())
            if self.chance(0.4):
                second = second.before(self.at_least("nmod"))
        second = second.after(leaf("thereafter", "RB", "advmod") if self.chance(0.75) else None)
        return coordinate([first, second], "and", serial=self.chance(0.15))

    def whenever_too(self) -> Tree:
        """ "at least annually and whenever a significant change occurs"."""
        first = self.adverb().before(self.at_least("obl") if self.chance(0.6) else None)
        word = self.random.choice(("whenever", "when", "if", "after"))
        clause = self.short_clause()
        if word == "whenever":
            second = leaf(word, "WRB", "conj").after(clause.under("advcl:relcl"))
        elif word == "when":
            second = clause.before(leaf(word, "WRB", "advmod"))
        else:
            second = clause.before(leaf(word, "IN", "mark"))
        return coordinate([first, second], self.random.choice(("and", "or")), serial=self.chance(0.2))

    def short_clause(self) -> Tree:
        """A small clause for "when", "if" and "unless"."""
        kind = self.random.randrange(4)
        noun = self.thing(deep=False) if self.chance(0.7) else self.person()
        if self.chance(0.25):
            word = self.random.choice(("it", "they", "they", "he"))
            noun = Phrase(tree=leaf(word, "PRP"), many=word == "they")
        if kind == 0:
            verb = self.one("verbs", "intransitive")
            head = leaf(verb if noun.many else third_person(verb), "VBP" if noun.many else "VBZ", "advcl", verb)
            return head.before(noun.tree.under("nsubj"))
        if kind == 1:
            verb = self.one("verbs", "transitive")
            head = leaf(verb if noun.many else third_person(verb), "VBP" if noun.many else "VBZ", "advcl", verb)
            return head.before(noun.tree.under("nsubj")).after(self.thing(deep=False).tree.under("obj"))
        if kind == 2:
            word = self.random.choice(
                ("necessary", "available", "possible", "required", "overdue", "incomplete", "different", "new")
            )
            head = leaf(word, "JJ", "advcl")
            return head.before(
                noun.tree.under("nsubj"), leaf("are" if noun.many else "is", "VBP" if noun.many else "VBZ", "cop", "be")
            )
        verb = self.one("verbs", "transitive")
        auxiliary = leaf("are" if noun.many else "is", "VBP" if noun.many else "VBZ", "aux:pass", "be")
        head = leaf(past_participle(verb), "VBN", "advcl", verb).before(noun.tree.under("nsubj:pass"))
        return Tree(word=head.word, tag=head.tag, lemma=verb, relation="advcl", left=(*head.left, auxiliary))

    def when(self) -> Tree:
        kind = self.random.randrange(6)
        if kind == 0:
            word = self.random.choice(("if", "unless", "once", "after", "before", "until", "while", "because", "so that"))
            if word == "so that":
                return self.short_clause().before(leaf("so", "IN", "mark").after(leaf("that", "IN", "fixed")))
            return self.short_clause().before(leaf(word, "IN", "mark"))
        if kind == 1:
            return self.short_clause().before(leaf(self.random.choice(("when", "where")), "WRB", "advmod"))
        if kind == 2:
            return leaf("whenever", "WRB", "advmod").after(self.short_clause().under("advcl:relcl"))
        if kind == 3:
            word, _, adjective = self.one("conditions").partition(" ")
            mark = leaf(word, "IN", "mark") if word in ("if", "as") else leaf(word, "WRB", "advmod")
            return leaf(adjective, "JJ", "advcl").before(mark)
        if kind == 4:
            soon = leaf("soon", "RB", "advmod").before(leaf("as", "RB", "advmod"))
            return soon.after(leaf("possible", "JJ", "advcl").before(leaf("as", "IN", "mark")))
        return self.after_event("obl")

    def condition(self) -> Tree:
        return self.when().before(comma()) if self.chance(0.15) else self.when()

    def means(self) -> Tree:
        kind = self.random.randrange(7)
        if kind >= 5:
            verb = self.one("verbs", "transitive")
            mark = leaf(self.random.choice(("by", "by", "without", "before", "when", "after", "through")), "IN", "mark")
            if mark.word == "when":
                mark = leaf("when", "WRB", "advmod")
            return leaf(present_participle(verb), "VBG", "advcl", verb).before(mark).after(self.thing(deep=False).tree.under("obj"))
        if kind == 0:
            return leaf("using", "VBG", "advcl", "use").after(self.thing(deep=False).tree.under("obj"))
        if kind == 1:
            return self.person().tree.under("obl").before(leaf("with", "IN", "case"))
        if kind == 2:
            return self.list_after(self.random.choice(("with", "through", "via", "for", "across")), "obl")
        return (
            self.thing(deep=False)
            .tree.under("obl")
            .before(leaf(self.random.choice(("through", "via", "with", "by", "in")), "IN", "case"))
        )

    def place(self) -> Tree:
        if self.chance(0.12):
            noun, preposition = self.random.choice((("behalf", "on"), ("part", "as"), ("charge", "in"), ("accordance", "in")))
            inner = self.prepositional("with" if noun == "accordance" else "of", "nmod")
            return leaf(noun, "NN", "obl").before(leaf(preposition, "IN", "case")).after(inner)
        if self.chance(0.1):
            word = self.random.choice(
                ("closure", "completion", "resolution", "storage", "production", "management", "training", "review")
            )
            return nouns(word, "obl").before(leaf("to", "IN", "case"))
        if self.chance(0.06):
            return hyphenated("e-mail", "obl", "NN").before(leaf(self.random.choice(("by", "via", "through")), "IN", "case"))
        preposition = self.random.choice(("in", "in", "to", "on", "against", "across", "into"))
        if self.chance(0.3):
            pair = [self.prepositional(self.random.choice(("in", "at", "on", "to", "for", "from")), "obl") for _ in range(2)]
            return coordinate(pair, self.random.choice(("and", "or")))
        return self.prepositional(preposition, "obl")

    def purpose(self) -> Tree:
        verbs = [self.one("verbs", "transitive") for _ in range(self.random.choice((1, 1, 2, 3)))]
        parts = [leaf(verb, "VB", "advcl") for verb in verbs]
        head = coordinate(parts, "and", serial=len(parts) > 2 and self.chance(0.5)) if len(parts) > 1 else parts[0]
        to = leaf("to", "TO", "mark")
        if self.chance(0.1):
            return head.before(leaf("in", "IN", "mark").after(leaf("order", "NN", "fixed")), to).after(self.object())
        return head.before(to).after(self.object())

    def agreement(self) -> Tree:
        accordance = leaf(self.random.choice(("accordance", "line", "compliance")), "NN", "obl").before(leaf("in", "IN", "case"))
        return accordance.after(nouns(self.random.choice(("policy", "procedure", "standard")), "nmod").before(
            leaf("with", "IN", "case"), leaf(self.random.choice(("the", "this")), "DT", "det"), self.modifier()
        ))  # fmt: skip
