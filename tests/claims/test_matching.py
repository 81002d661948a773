"""Which topics a text is about: by its own words, by the words above it, and not by words that mean something else."""

from __future__ import annotations

from claims import Topic
from claims.matching import Anchor, Matcher, choose, resolve

BACKUP = Topic(
    id="backup", title="Backup", wording=(r"back-?ups? are (?:taken|run)\b",), weak=(r"\bdaily\b",), context=("backups?",)
)
RETENTION = Topic(
    id="retention", title="Retention", wording=(r"back-?ups?\b[^.;]{0,60}\bretained\b",), weak=("days",), context=("retention",)
)
RESTORE = Topic(id="restore", title="Restore", wording=(r"\brestored\b",), unless=("disaster",), context=("restore tests?",))
ACCESS = Topic(id="access", title="Access", wording=(r"\baccess\b(?: is granted[^.;]{0,60})?",), context=("access",))
REVIEW = Topic(
    id="review", title="Review", wording=(r"\baccess\b[^.;]{0,20} is reviewed",), weak=("review",), context=("reviews?",)
)
MATCHER = Matcher((BACKUP, RETENTION, RESTORE, ACCESS, REVIEW))


def topics_of(text: str, lead_in: str | None = None, headings: tuple[str, ...] = (), in_list: bool = False) -> list[str]:
    return [topic for topic, _, _ in choose(MATCHER.anchors(text), MATCHER.context(lead_in, headings), in_list)]


def words(text: str, topic: str) -> list[str]:
    return [text[a.start : a.end] for a in MATCHER.anchors(text) if a.topic == topic and a.strong]


def test_topics_that_share_their_subject_are_facts_of_their_own() -> None:
    text = "Backups are taken daily, retained for 35 days and restored quarterly."
    assert topics_of(text) == ["backup", "retention", "restore"]


def test_of_two_topics_over_the_same_words_the_longer_says_more() -> None:
    assert topics_of("User access is reviewed.") == ["review"]


def test_the_words_above_decide_between_topics_over_the_same_words() -> None:
    long = Anchor("long", 0, 12, True, 0)
    short = Anchor("short", 0, 10, True, 0)
    assert [a.topic for a in resolve([long, short], {})] == ["long"]
    assert [a.topic for a in resolve([long, short], {"short": 1.2})] == ["short"]


def test_words_that_do_not_overlap_are_both_kept_in_the_order_of_the_text() -> None:
    later, earlier = Anchor("b", 20, 30, True, 20), Anchor("a", 0, 10, True, 0)
    assert [a.topic for a in resolve([later, earlier], {})] == ["a", "b"]


def test_anchors_overlap_only_in_what_they_say_not_in_their_subject() -> None:
    taken, retained = Anchor("taken", 0, 23, True, 0), Anchor("retained", 0, 33, True, 25)
    assert [a.topic for a in resolve([taken, retained], {})] == ["taken", "retained"]


def test_an_open_end_does_not_reach_into_the_next_fact() -> None:
    assert words("Access is granted by managers, and backups are taken daily.", "access") == ["Access is granted by managers"]


def test_the_core_of_an_anchor_begins_after_its_last_coordination() -> None:
    text = "Backups are taken daily, retained for 35 days."
    (anchor,) = [a for a in MATCHER.anchors(text) if a.topic == "retention"]
    assert text[anchor.core : anchor.end] == "retained"


def test_words_that_rule_a_topic_out_count_in_their_own_clause_only() -> None:
    assert topics_of("Systems are restored after a disaster.") == []
    assert topics_of("A disaster plan is kept, and databases are restored quarterly.") == ["restore"]


def test_weak_words_need_the_words_above() -> None:
    assert topics_of("It happens daily.") == []
    assert topics_of("It happens daily.", headings=("Backups",)) == ["backup"]
    assert topics_of("Done daily", lead_in="Backups are handled as follows:", in_list=True) == ["backup"]


def test_a_heading_alone_makes_no_claim_of_a_sentence() -> None:
    assert topics_of("The team meets on Monday.", headings=("Backups",)) == []


def test_a_lead_in_alone_suffices_for_an_item_of_its_list() -> None:
    assert topics_of("Customer database", lead_in="Backups of:", in_list=True) == ["backup"]
    assert topics_of("Customer database", headings=("Policy", "Backups", "Notes"), in_list=True) == []


def test_a_near_heading_speaks_louder_than_a_far_one() -> None:
    near = MATCHER.context(None, ("Retention", "Backups"))
    assert near["backup"] > near["retention"]


def test_words_above_that_fit_many_topics_say_less_for_each() -> None:
    assert MATCHER.context(None, ("Access reviews",))["access"] < MATCHER.context(None, ("Access",))["access"]


def test_letter_case_does_not_matter() -> None:
    assert topics_of("BACKUPS ARE TAKEN DAILY") == ["backup"]


def test_a_text_about_nothing() -> None:
    assert MATCHER.anchors("The sky is blue.") == []
    assert topics_of("") == []
