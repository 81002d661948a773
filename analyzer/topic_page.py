"""The page of a topic, made from what stands in its folder."""

from __future__ import annotations

from .catalog import Catalog, TopicEntry


def topic_page(entry: TopicEntry, catalog: Catalog) -> str:
    """What a topic tests, what it needs, where the evidence comes from, its limits, and its query."""
    lines = [entry.title, "=" * len(entry.title), "", f"Topic     {entry.id}", f"Criteria  {', '.join(entry.criteria)}"]
    lines += [f"Severity  {entry.severity} by default: {entry.severity_reason}", "", "Sentences on this topic"]
    lines += [f"  - {sentence}" for sentence in entry.topic.exemplars]
    if entry.topic.parameters:
        lines += ["", "Values that a sentence can pin"]
        lines += [f"  {name:24} {p.type:12} {p.meaning}" for name, p in entry.topic.parameters.items()]
    check = entry.check
    if check is None:
        lines += ["", "There is no check for this topic: its claims are listed as not shown."]
        return "\n".join(lines)
    lines += ["", "How it is tested", f"  {check.logic.strip()}", "", "Evidence"]
    for table in (*check.needs, *check.uses):
        spec = catalog.tables[table]
        lines.append(f"  {table:24} {'needed' if table in check.needs else 'used'}: {spec.sources}")
    if check.weighs:
        lines += ["", f"Partly shown at best without  {', '.join(check.weighs).replace('|', ' or ')}"]
    if check.assurance:
        lines += ["", f"Guarded by  {', '.join(check.assurance)}"]
    if check.limits:
        lines += ["", "Limits", f"  {check.limits.strip()}"]
    if check.references:
        lines += ["", "References", *(f"  {reference}" for reference in check.references)]
    return "\n".join([*lines, "", "Query", entry.sql or ""])
