"""Web page: one file with the documents, the findings beside their words, and the evidence behind them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ..catalog import Catalog
from ..model import STATUSES, Run, Severity
from .decided import by_kind, decision_text, kind_words
from .html_assurance import assurance_view
from .html_document import document_view
from .html_findings import Numbered, finding_views, script_json
from .html_overview import overview
from .summary import (
    SEVERITIES,
    SEVERITY_MEANING,
    SEVERITY_WORDS,
    STATUS_MEANING,
    STATUS_WORDS,
    by_kind_and_reason,
    by_severity,
    counts,
    headline,
    left_out,
    ordered,
    rule_text,
    supported_side,
    topic_title,
    with_status,
)
from .text import clean, counted, one_line, sentence, shorten, show, words

NAME = "html"
FILENAME = "report.html"
SCRIPTS = ("tables.js", "report.js")
TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """What the page holds besides, when a server hands it out.

    The script runs before the page's own. A finding's details are built when it is opened for the first time; the element
    with `data-claim` then fires `finding:built`, which bubbles.

    Attributes:
        script: JavaScript; nothing of documents or evidence may stand in it.
        style: CSS; nothing of documents or evidence may stand in it.
        data: what the script finds as JSON in `#extra-data`; hostile text stays text there.
        connect: whether the page may talk to the server that it came from.
    """

    script: str = ""
    style: str = ""
    data: Any = None
    connect: bool = False


NOTHING = Extra()


def _finalize(value: Any) -> Any:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_finalize,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters.update(
        by_kind=by_kind,
        decision_text=decision_text,
        kind_words=kind_words,
        one_line=one_line,
        sentence=sentence,
        shorten=shorten,
        show=show,
        words=words,
    )
    environment.globals.update(
        counted=counted, rule_text=rule_text, status_words=STATUS_WORDS,
        status_meaning=STATUS_MEANING, statuses=STATUSES,
        severity_words={level or "none": text for level, text in SEVERITY_WORDS.items()},
        severity_meaning={level or "none": text for level, text in SEVERITY_MEANING.items()},
    )  # fmt: skip
    return environment


def _source(name: str) -> Markup:
    """A style sheet or script of this package, to stand in the page as it is."""
    return Markup((TEMPLATES / name).read_text(encoding="utf-8"))


def _policy(scripts: Sequence[str], connect: bool) -> str:
    """The page may load nothing at all, and run these scripts."""
    digests = [base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii") for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; "
        + ("connect-src 'self'; " if connect else "")
        + "base-uri 'none'; form-action 'none'"
    )


def render(run: Run, catalog: Catalog, extra: Extra = NOTHING) -> str:
    """The page as one string, which loads nothing from anywhere.

    Args:
        extra: what a server adds to the page that it hands out.
    """
    queries, lists = Numbered(), Numbered()
    findings = finding_views(run, catalog, ordered(run), queries, lists)
    documents = [
        document_view(document, number, [(one.number, one.verdict) for one in findings if one.document == number])
        for number, document in enumerate(run.documents, 1)
    ]
    broken = by_severity(with_status(run, "contradicted", "inconsistent"))
    levels: list[tuple[Severity | None, int]] = [(level, len(broken.get(level, ()))) for level in SEVERITIES]
    topics = sorted({(topic_title(catalog, one.verdict.claim.topic), one.verdict.claim.topic) for one in findings})
    own = Markup("\n").join(_source(name) for name in SCRIPTS)
    scripts = [Markup(extra.script), own] if extra.script else [own]
    return _environment().get_template("report.html.j2").render(
        run=run, findings=findings, documents=documents, queries=queries.texts(),
        lists=[(number, Markup(text)) for number, text in lists.texts()], counts=counts(run), topics=topics,
        levels=[(level or "none", number) for level, number in levels if number], headline=headline(run),
        left_out=left_out(run), language=by_kind_and_reason(run.language), supported_side=supported_side,
        topic_title=partial(topic_title, catalog),
        assurance=assurance_view(run, catalog, findings), overview=overview(run, findings),
        styles=[_source("report.css"), Markup(extra.style)], scripts=scripts, policy=_policy(scripts, extra.connect),
        extra_data=None if extra.data is None else script_json(extra.data),
    )  # fmt: skip
