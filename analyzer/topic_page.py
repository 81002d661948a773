"""The page of a topic, made from what stands in its folder."""

from __future__ import annotations

import textwrap

from .catalog import Catalog, TopicEntry

WIDTH = 80  # columns of a terminal


def _wrapped(text: str, first: str = "  ", rest: str = "  ") -> list[str]:
    return textwrap.wrap(text.strip(), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def topic_page(entry: TopicEntry, catalog: Catalog) -> str:
    """What a topic tests, what it needs, where the evidence comes from, its limits, and its query."""
    lines = [entry.title, "=" * len(entry.title), "", f"Topic     {entry.id}", f"Criteria  {', '.join(entry.criteria)}"]
    lines += _wrapped(f"Severity  {entry.severity} by default: {entry.severity_reason}", "", " " * 10)
    lines += _wrapped(f"Kept by   {entry.forced_by}", "", " " * 10) if entry.forced_by else []
    lines += ["", "Sentences on this topic"]
    lines += [line for sentence in entry.topic.exemplars for line in _wrapped(sentence, "  - ", "    ")]
    if entry.topic.parameters:
        lines += ["", "Values that a sentence can pin"]
        for name, p in entry.topic.parameters.items():
            lines += _wrapped(p.meaning or p.type, f"  {name:20} {p.type:12} ", " " * 36)
    check = entry.check
    if check is None:
        lines += ["", "There is no check for this topic: its claims are listed as not shown."]
        return "\n".join(lines)
    lines += ["", "How it is tested", *_wrapped(check.logic), "", "Evidence"]
    for table in check.tables:
        spec = catalog.tables[table]
        lines += _wrapped(f"{'needed' if table in check.needs else 'used'}: {spec.sources}", f"  {table:20} ", " " * 23)
    if check.weighs:
        lines += ["", *_wrapped(f"Partly shown at best without {', '.join(check.weighs).replace('|', ' or ')}", "", "  ")]
    if check.assurance:
        lines += ["", *_wrapped(f"Guarded by {', '.join(check.assurance)}", "", "  ")]
    if check.limits:
        lines += ["", "Limits", *_wrapped(check.limits)]
    if check.references:
        lines += ["", "References", *(line for one in check.references for line in _wrapped(one))]
    for name, sql in entry.queries.items():
        part = check.parts.get(name)
        tests = f" ({part.shape} of {', '.join(part.tests) or 'the plain promise'})" if part else ""
        lines += ["", f"Query {name}{tests}".rstrip(), sql]
    return "\n".join(lines)
