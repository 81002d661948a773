"""Markdown's inline markup taken off, each visible character remembering its offset in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .folding import fold
from .lines import Line

NESTING = 100

_NOTHING_TO_READ = re.compile(
    r"\[(?P<kept>[^\[\]]*)\]\(\{\{[<%][^{}]*[%>]\}\}\)"
    r"|\[\^[^\]\s]+\](?!:)|\s\{#[\w:.-]+\}\s*$|\{\{[<%][^{}]*[%>]\}\}|\{%[^{}]*%\}"
)
# In capitals with a hyphen it is no element of HTML, but what somebody was to fill in (`<COMPANY-NAME>`), and is read as text.
_PLACEHOLDER = re.compile(r"<[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+>")
_ANCHOR = re.compile(r"<a\s[^>]{0,200}?href\s*=\s*[\"']([^\"'<>]+)[\"']", re.IGNORECASE)
_TAG = re.compile(r"</?([a-zA-Z][\w-]*)")
SEPARATE_TAGS = frozenset({"li", "p", "div", "tr", "td", "th", "ul", "ol", "dd", "dt", "blockquote"})


class _PlacedState(StateInline):
    """Inline state that stamps each token with the offset at which it starts (`meta["at"]`)."""

    _pending_at = 0
    _pushed_at = -1
    _pushed = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._pending_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:
        token = super().pushPending()
        token.meta["at"] = self._pending_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        # Delimiters of emphasis are pushed one character at a time from one position.
        self._pushed = self._pushed + 1 if self._pushed_at == self.pos else 0
        self._pushed_at = self.pos
        token.meta["at"] = self.pos
        token.meta["nth"] = self._pushed
        return token


class _PlacedInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough.

    Indented code is not recognised: in policies, indented text is a nested list far more often than code.
    """
    md = MarkdownIt("commonmark")
    md.inline = _PlacedInline()
    md.configure("commonmark", {"maxNesting": NESTING})
    md.enable(["table", "strikethrough"])
    return md.disable(["code", "text_join", "fragments_join"])


class _Lines:
    """Collects the visible characters of one inline token, line by line."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._start(forced=False, separate=False)

    def _start(self, *, forced: bool, separate: bool) -> None:
        self._text: list[str] = []
        self._positions: list[int] = []
        self._forced, self._separate = forced, separate
        self._bold: int | None = None
        self._after_bold: int | None = None

    def add(self, text: str, positions: Sequence[int]) -> None:
        self._text.append(text)
        self._positions.extend(positions)

    def strong_opens(self) -> None:
        if not "".join(self._text).strip():
            self._bold = len(self._text)

    def strong_closes(self) -> None:
        if self._bold is not None and self._after_bold is None:
            self._after_bold = len(self._text)

    def break_line(self, *, forced: bool, separate: bool = False) -> None:
        self.close()
        self._start(forced=forced, separate=separate)

    def close(self) -> None:
        text = "".join(self._text)
        titled = self._has_title()
        text, positions = _drop(text, self._positions)
        self.lines.append(
            Line(text=text, positions=positions, forced=self._forced, separate=self._separate, titled=titled)
        )

    def _has_title(self) -> bool:
        """Whether the line opens with bold words and a colon, within the bold or right after it."""
        if self._bold is None or self._after_bold is None:
            return False
        title, rest = "".join(self._text[: self._after_bold]), "".join(self._text[self._after_bold :])
        return title.rstrip().endswith(":") or rest.startswith(":")


def _drop(text: str, positions: list[int]) -> tuple[str, list[int]]:
    """Leave out footnote marks, heading anchors and template tags; a link made by a template tag keeps its words."""
    kept, where, at = "", [], 0
    for found in _NOTHING_TO_READ.finditer(text):
        first, last = found.span("kept")
        kept += text[at : found.start()] + text[max(first, 0) : max(last, 0)]
        where += [*positions[at : found.start()], *positions[max(first, 0) : max(last, 0)]]
        at = found.end()
    return kept + text[at:], where + positions[at:]


def visible_lines(token: Token, positions: Sequence[int]) -> list[Line]:
    """The lines of an inline token as a reader sees them.

    Args:
        token: the inline token, parsed by `parser()`.
        positions: the offset in the file of each character of the token's content.
    """
    lines, struck = _Lines(), 0
    for child in _in_order(token.children or []):
        kind, at = child.type, child.meta["at"]
        if kind == "s_open":
            struck += 1
        elif kind == "s_close":
            struck -= 1
        elif kind == "strong_open":
            lines.strong_opens()
        elif kind == "strong_close":
            lines.strong_closes()
        elif kind in ("softbreak", "hardbreak"):
            lines.break_line(forced=kind == "hardbreak")
        elif kind == "html_inline" and not _PLACEHOLDER.fullmatch(child.content):
            _tag(child.content, lines)
        elif kind in ("text", "text_special", "code_inline", "html_inline") and child.content and not struck:
            lines.add(child.content, _place(child, token.content, at, positions))
    lines.close()
    return lines.lines


def _tildes_at(token: Token) -> int | None:
    """Where a text of tildes begins; None for any other token."""
    return token.meta["at"] if token.type == "text" and set(token.content) == {"~"} else None


def _in_order(children: Sequence[Token]) -> Iterator[Token]:
    """The tokens in the order of the text: the parser puts one of an odd number of tildes behind the others."""
    for tildes, run in groupby(children, key=_tildes_at):
        found = list(run)
        if tildes is None or len(found) == 1:
            yield from found
        else:
            yield Token("text", "", 0, content="".join(one.content for one in found), meta={"at": found[0].meta["at"]})


def links_of(token: Token, positions: Sequence[int]) -> list[tuple[int, str, str]]:
    """The links of an inline token, each as the offset in the file at which its words begin, its words, and its address.

    Args:
        token: the inline token, parsed by `parser()`.
        positions: the offset in the file of each character of the token's content.
    """
    found: list[tuple[int, str, str]] = []
    target, begins, said = "", -1, ""
    for child in token.children or []:
        anchor = _ANCHOR.match(child.content) if child.type == "html_inline" else None
        if child.type == "link_open" or anchor:
            target, begins, said = anchor[1] if anchor else str(child.attrGet("href") or ""), -1, ""
        elif child.type == "link_close" or (child.type == "html_inline" and child.content.lower().startswith("</a")):
            words = fold(said)[0]
            if target and words and begins >= 0:
                found.append((begins, words, target))
            target = ""
        elif target and child.type in ("text", "text_special", "code_inline") and child.content:
            begins = _place(child, token.content, child.meta["at"], positions)[0] if begins < 0 else begins
            said += child.content
        elif target and child.type in ("softbreak", "hardbreak"):
            said += " "
    return found


def _tag(tag: str, lines: _Lines) -> None:
    found = _TAG.match(tag)
    name = found[1].lower() if found else ""
    if name == "br":
        lines.break_line(forced=True)
    elif name in SEPARATE_TAGS:
        lines.break_line(forced=True, separate=True)


def _place(child: Token, content: str, at: int, positions: Sequence[int]) -> list[int]:
    """The offset in the file of each character of a token's text."""
    text, length = child.content, len(child.content)
    if child.type == "text_special":
        literal = at + 1 if child.info == "escape" and length < len(child.markup) else at
        return [positions[literal + n] if child.info == "escape" else positions[at] for n in range(length)]
    if child.type == "code_inline":
        begins = [at + len(child.markup), at + len(child.markup) + 1]
    elif child.info == "auto":
        begins = [at + 1]
    else:
        begins = [at + child.meta.get("nth", 0) * length, at]
    for begin in begins:
        if content[begin : begin + length].replace("\n", " ") == text.replace("\n", " "):
            return list(positions[begin : begin + length])
    return [positions[at]] * length
