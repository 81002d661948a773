"""How much a contradiction may matter: the topic's default, moved by rules that are always named.

The rules and their wording are those of `severity_levels` and `severity_adjust` in the topic catalogue's vocabulary; the
factors behind them are the qualitative ones of the attestation standards (AT-C 205, materiality). The result is a
starting point for a reviewer: "potential material misstatement, because ...", never "material", never a score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claims import Claim

from .catalog import TopicEntry
from .model import Observation, Severity, SeverityAssessment, SeverityRule

LEVELS: tuple[Severity, ...] = ("minor", "significant", "material")
PRINCIPAL = re.compile(
    r"principal service commitments|service commitments and system requirements|system incidents|incidents? (?:during|disclosure)|"
    r"(?:significant )?changes (?:to the system )?during the period|\bDC ?(?:2|4|9)\b",
    re.IGNORECASE,
)
SENSITIVE = re.compile(
    r"(?<!non[- ])(?<!pre-)\b(?:prod(?:uction)?|privileged|admin(?:istrator)?|root)\b|customer[ _]data", re.IGNORECASE
)
MANY = 0.10  # failure rate above which an absolute statement is raised
CRITERION_MANY = 3  # topics contradicted under one criterion from which minor ones count together
STATEMENTS: dict[Severity, str] = {
    "material": "Potential material misstatement",
    "significant": "Potential misstatement, which may be material by extent, in combination "
    "or by its link to a principal commitment",
    "minor": "Potential misstatement, minor on its own",
}


def assess(
    claim: Claim, entry: TopicEntry, population: int, exceptions: Sequence[Observation], excused: int,
    criterion_contradictions: int,
) -> SeverityAssessment:  # fmt: skip
    """Assess a contradicted claim.

    Args:
        population: items in scope.
        exceptions: those that break the claim.
        excused: those that a documented exception covers.
        criterion_contradictions: topics of this review that are contradicted under the same trust services criterion.
            They raise what is minor on its own; what is significant or material does not become so by company.
    """
    rules = _raising(claim, population, exceptions, entry)
    if criterion_contradictions >= CRITERION_MANY and entry.severity == "minor":
        rules.append(SeverityRule(
            rule="several contradictions under one TSC criterion", direction="raise",
            why=f"promises on {criterion_contradictions} topics under {entry.criteria[0]} are contradicted",
        ))  # fmt: skip
    rules += _lowering(claim, population, exceptions, excused)
    step = (1 if any(r.direction == "raise" for r in rules) else 0) - (1 if any(r.direction == "lower" for r in rules) else 0)
    level = LEVELS[min(max(LEVELS.index(entry.severity) + step, 0), len(LEVELS) - 1)]
    reasons = [entry.severity_reason, *(r.why for r in rules)]
    return SeverityAssessment(
        level=level,
        default=entry.severity,
        rules=tuple(rules),
        statement=f"{STATEMENTS[level]}, because {'; '.join(reasons)}.",
    )


def _raising(claim: Claim, population: int, exceptions: Sequence[Observation], entry: TopicEntry) -> list[SeverityRule]:
    rules: list[SeverityRule] = []
    heading = next((h for h in reversed(claim.heading_path) if PRINCIPAL.search(h)), None)
    if heading:
        rules.append(
            SeverityRule(rule="claim sits in DC 2, DC 4 or DC 9", direction="raise", why=f"the sentence stands under «{heading}»")
        )
    rate = len(exceptions) / population if population else 0.0
    if claim.quantifier == "all":
        sensitive = next((v for o in exceptions for v in (o.item, *map(str, o.row.values())) if SENSITIVE.search(v)), None)
        if rate > MANY:
            rules.append(SeverityRule(
                rule="quantifier is all/never and failure rate > 10%", direction="raise",
                why=f"the sentence says «{_quantifier_word(claim)}» and {len(exceptions)} of {population} items break it",
            ))  # fmt: skip
        elif sensitive or SENSITIVE.search(claim.scope or ""):
            rules.append(SeverityRule(
                rule="quantifier is all/never and customer data, production or privileged scope is touched", direction="raise",
                why=f"the sentence says «{_quantifier_word(claim)}» and production, privileged access or customer data is touched",
            ))  # fmt: skip
    if population > 1 and len(exceptions) == population:
        rules.append(
            SeverityRule(
                rule="control absent rather than deviating",
                direction="raise",
                why=f"not one of {population} items keeps the promise",
            )
        )
    if any(o.row.get("open_at_end") is True for o in exceptions):
        rules.append(
            SeverityRule(rule="condition exists at period end", direction="raise", why="it still stood at the end of the period")
        )
    return rules


def _lowering(claim: Claim, population: int, exceptions: Sequence[Observation], excused: int) -> list[SeverityRule]:
    rules = []
    if exceptions and all(o.row.get("equivalent") is True for o in exceptions):
        rules.append(
            SeverityRule(
                rule="security-equivalent alternative",
                direction="lower",
                why="what is in place is as secure as what is promised",
            )
        )
    if len(exceptions) == 1 and population > 1 and exceptions[0].row.get("fixed_in_period") is True:
        rules.append(SeverityRule(
            rule="single deviation, detected and fixed by the entity's own control inside the window", direction="lower",
            why="it is a single deviation that was found and fixed within the period",
        ))  # fmt: skip
    if claim.hedges and excused:
        rules.append(SeverityRule(
            rule="claim is hedged and the hedge is honoured by a documented exception", direction="lower",
            why=f"the sentence says «{claim.hedges[0]}» and {excused} documented exceptions honour it",
        ))  # fmt: skip
    return rules


def _quantifier_word(claim: Claim) -> str:
    return next((t.phrase for t in claim.triggers if t.field == "quantifier"), "all")


def without_topic() -> SeverityAssessment:
    """The severity of a contradicted claim that no topic of the catalogue fits: nothing says how much it matters."""
    statement = f"{STATEMENTS['minor']}, because no topic of the catalogue says how much it matters"
    return SeverityAssessment(level="minor", default="minor", rules=(), statement=statement)
