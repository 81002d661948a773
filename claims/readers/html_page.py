"""A web page parsed without trusting it: what of it is the document, and what is navigation, furniture or hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html  # pyright: ignore[reportAttributeAccessIssue]

from ..errors import DocumentError
from .folding import fold
from .html_elements import UNREAD

DEEPEST = 150  # elements inside each other; what is deeper is read without its structure
ARTICLE_SHARE = 0.5  # of a page's words, from which its articles are the document

_FURNITURE = frozenset({
    "nav", "aside", "footer", "dialog", "noscript", "noframes", "button", "select", "option", "datalist", "textarea",
})  # fmt: skip
_DROPPED = UNREAD | {
    "audio", "video", "canvas", "object", "embed", "map", "math", "link", "meta", "title", "base", "iframe", "frame",
    "ac:parameter", "ri:user", "colgroup", "col", "input",
}  # fmt: skip
_ROLES = frozenset({
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu", "menubar", "toolbar",
})  # fmt: skip
_BANNER = re.compile(r"(?:^|[\W_])(?:cookie|cookies|consent|gdpr|onetrust|cookiebot|cky)(?:$|[\W_])", re.IGNORECASE)
_CONTENTS = re.compile(
    r"(?:^|\s)(?:toc-macro|toc|table-of-contents|toc-indentation|breadcrumbs?|skip-link|page-metadata|headerlink)(?:\s|$)",
    re.IGNORECASE,
)
_EXPANDS = re.compile(r"(?:^|\s)(?:expand-content|expand-container)(?:\s|$)")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_NESTED = re.compile(r"@[\w-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_SIMPLE = re.compile(r"\s*(?:[a-z]\w*)?([.#][\w-]+)\s*", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Page:
    """A parsed page.

    Attributes:
        roots: the elements that hold the document, in order.
        title: what the page calls itself.
        meta: what it says of author and dates.
        hidden: simple selectors (`.name`, `#name`) that its styles hide.
        bold: simple selectors that its styles set in bold.
        left: words that were left out, by the reason.
    """

    roots: list[Any]
    title: str
    meta: dict[str, str]
    hidden: frozenset[str]
    bold: frozenset[str]
    left: Counter[str] = field(default_factory=Counter)

    def is_read(self, element: Any) -> bool:
        """Whether an element belongs to the document; what is left out is counted."""
        reason = self.unread(element)
        if reason:
            self.left[reason] += len(" ".join(words(element)).split())
        return not reason

    def unread(self, element: Any) -> str:
        """Why an element is not read: `dropped`, `furniture` or `hidden`; empty where it is."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED:
            return "dropped"
        known = f"{element.get('class') or ''} {element.get('id') or ''}"
        role = (element.get("role") or "").lower()
        if tag in _FURNITURE or role in _ROLES or _CONTENTS.search(known) or (tag == "header" and not _has_heading(element)):
            return "furniture"
        if tag in ("div", "section", "form", "ul", "p") and _BANNER.search(known):
            return "furniture"
        return "hidden" if self._is_hidden(element) else ""

    def _is_hidden(self, element: Any) -> bool:
        if element.tag == "details" or _EXPANDS.search(element.get("class") or ""):
            return False
        if element.get("hidden") is not None or (element.get("aria-hidden") or "").lower() == "true":
            return True
        return _HIDING.search(element.get("style") or "") is not None or not self.hidden.isdisjoint(_selectors(element))

    def is_bold(self, element: Any) -> bool:
        """Whether an element sets its text in bold."""
        if element.tag in ("b", "strong", "th"):
            return True
        return _BOLD.search(element.get("style") or "") is not None or not self.bold.isdisjoint(_selectors(element))


def open_page(text: str, path: str) -> Page:
    """Parse a page; nothing is loaded from anywhere, and no entity beyond HTML's own is known.

    Raises:
        DocumentError: if there is no page in it.
    """
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise DocumentError(path, "the page has no text of its own", "Save the page again, as HTML.") from error
    styles = _NESTED.sub("", " ".join("".join(style.itertext()) for style in root.iter("style")))
    rules = [(rule[1], rule[2]) for rule in _RULE.finditer(styles)]
    title = root.find(".//title")
    page = Page(
        roots=[], title=fold("".join(title.itertext()))[0] if title is not None else "", meta=_meta(root),
        hidden=_named(rules, _HIDING), bold=_named(rules, _BOLD),
    )  # fmt: skip
    page.roots = _roots(root, page)
    return page


def _named(rules: list[tuple[str, str]], wanted: re.Pattern[str]) -> frozenset[str]:
    """The names in simple selectors of rules that say something."""
    found = {m[1] for names, body in rules if wanted.search(body) for name in names.split(",") if (m := _SIMPLE.fullmatch(name))}
    return frozenset(found)


def _selectors(element: Any) -> list[str]:
    names = [f".{name}" for name in (element.get("class") or "").split()]
    return [*names, f"#{element.get('id')}"] if element.get("id") else names


def _has_heading(element: Any) -> bool:
    return any(True for _ in element.iter("h1", "h2", "h3")) and not any(True for _ in element.iter("nav"))


def _meta(root: Any) -> dict[str, str]:
    keys = {
        "author": "creator", "description": "description", "keywords": "keywords", "date": "created", "last-modified": "modified",
        "article:modified_time": "modified", "article:published_time": "created", "generator": "producer",
    }  # fmt: skip
    found = {}
    for meta in root.iter("meta"):
        key = keys.get((meta.get("name") or meta.get("property") or "").lower())
        value = fold(meta.get("content") or "")[0]
        if key and value:
            found.setdefault(key, value)
    return found


def _roots(root: Any, page: Page) -> list[Any]:
    """The elements that hold the document: the content of a wiki page, `<main>`, the articles, or all of the body."""
    body = root.find("body")
    body = root if body is None else body
    wiki = [one for one in body.iter("div") if {"#main-content", ".wiki-content"} & {*_selectors(one)}]
    main = [one for one in body.iter() if isinstance(one.tag, str) and (one.tag == "main" or one.get("role") == "main")]
    for found in (wiki, main):
        outer = [one for one in found if not page.unread(one) and not any(a in found for a in one.iterancestors())]
        if any(True for one in outer for _ in words(one)):
            return outer
    articles = [one for one in body.iter("article") if not any(a.tag == "article" for a in one.iterancestors())]
    whole = sum(len(text.split()) for text in words(body))
    if articles and sum(len(text.split()) for one in articles for text in words(one)) >= ARTICLE_SHARE * whole:
        return articles
    return [body]


def words(element: Any) -> Iterator[str]:
    """The pieces of text below an element that are text at all."""
    for one in element.iter():
        if isinstance(one.tag, str) and one.tag not in _DROPPED and one.text and one.text.strip():
            yield one.text
        if one is not element and one.tail and one.tail.strip() and one.getparent().tag not in _DROPPED:
            yield one.tail
