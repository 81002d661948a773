"""The HTML elements that readers tell apart, for whole pages and for HTML inside Markdown."""

from __future__ import annotations

UNREAD = frozenset({"script", "style", "template", "head", "svg"})
BREAKING = frozenset({
    "p", "div", "br", "hr", "section", "article", "header", "footer", "main", "aside", "details", "summary",
    "blockquote", "dl", "dt", "dd", "ul", "ol", "figure", "figcaption", "center", "address", "nav", "fieldset", "form",
    "caption",
})  # fmt: skip
