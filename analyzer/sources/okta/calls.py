"""Requests to Okta: paced by the headers in which it says how many it still takes, and refusals in its own codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from analyzer.collect import Answer, CollectError, Options, Page, Session, Stream, Unavailable, link_pages
from analyzer.collect.http import addresses
from analyzer.collect.pages import at

RESERVE = 0.1
LONGEST_PACE = 120.0
NO_SUCH_FEATURE = "E0000015"
FORMS = ("-admin.okta.com", "-admin.oktapreview.com", "-admin.okta-emea.com")


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls of one organisation.

    Attributes:
        session: of the run.
    """

    session: Session = field(repr=False)

    def get(self, path: str, params: Mapping[str, Any] | None = None, **how: Any) -> Answer:
        """GET a path; see `Http.get`."""
        answer = self.session.http.get(path, params, **how)
        self._pace(answer)
        return answer

    def pages(
        self, path: str, params: Mapping[str, Any] | None = None, *, resume: Stream | None = None, **how: Any
    ) -> Iterator[Page]:  # fmt: skip
        """The pages of a list; see `link_pages`."""
        for page in link_pages(self.session.http, path, params, resume=resume, **how):
            yield page
            self._pace(page.answer)

    def all(self, path: str, params: Mapping[str, Any] | None = None, **how: Any) -> list[dict[str, Any]]:
        """The records of all pages of a list."""
        return [record for page in self.pages(path, params, **how) for record in page.json]

    def linked(self, path: str, params: Mapping[str, Any] | None = None, *, items: str, **how: Any) -> list[dict[str, Any]]:
        """The records of a list whose pages name the next one in their own `_links`, as those of roles do."""
        records: list[dict[str, Any]] = []
        url: str | None = path
        asked: set[str] = set()
        while url and url not in asked:
            asked.add(url)
            answer = self.get(url, params, **how)
            found = at(answer.json, items)
            if not isinstance(found, list):
                raise Unavailable(f"GET {path}: the answer has no list {items}")
            records += found
            by_header = (link for relation, link in addresses(answer.headers.get("link", "")) if relation == "next")
            url, params = at(answer.json, "_links.next.href") or next(by_header, None), None
        return records

    def _pace(self, answer: Answer) -> None:
        """Leave the last tenth of what Okta takes in a minute to the others who work with it."""
        limit, left, reset = (_number(answer, f"x-rate-limit-{name}") for name in ("limit", "remaining", "reset"))
        if not limit or left is None or reset is None or left > limit * RESERVE:
            return
        try:
            now = parsedate_to_datetime(answer.headers["date"]).timestamp()
        except (KeyError, ValueError):
            now = self.session.now().timestamp()
        seconds = min(LONGEST_PACE, reset - now + 1.0)
        if seconds > 0:
            self.session.stats.count(waited=seconds)
            self.session.sleep(seconds)


def _number(answer: Answer, name: str) -> int | None:
    text = answer.headers.get(name, "")
    return int(text) if text.isdecimal() else None


def lacks_feature(response: httpx.Response) -> bool:
    """Whether a 401 is no matter of the credentials: Okta answers so where a feature is not to be had."""
    return response.status_code == 401 and f'"{NO_SUCH_FEATURE}"'.encode() in response.content


def address(options: Options) -> str:
    """The origin of the organisation.

    Raises:
        CollectError: if none is named.
    """
    given = (options.one("endpoint") or options.one("domain") or "").strip().rstrip("/")
    if not given:
        raise CollectError(
            "It is not said which organisation of Okta to collect", "Give --domain acme.okta.com, or set OKTA_DOMAIN"
        )
    url = given if "://" in given else f"https://{given}"
    for form in FORMS:
        if url.endswith(form):
            url = url.removesuffix(form) + form.removeprefix("-admin")
    return url
