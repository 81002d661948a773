"""From claims to the parameters of a query: promised values in the units that queries compare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.bind import bind, duration_days, duration_hours, frequency_days, query_parameters
from analyzer.catalog import load_catalog
from analyzer.model import Binding
from tests.analyzer.builders import PERIOD, claim

CATALOG = load_catalog()


def parameters(topic: str, stated: Mapping[str, Any], scope: Mapping[str, str] | None = None) -> dict[str, Any]:
    return query_parameters(CATALOG.topics[topic], stated, scope or {}, PERIOD)


def bound(topic: str, text: str, **fields: Any) -> Binding:
    return bind(claim(topic, text, **fields), CATALOG, PERIOD)


@pytest.mark.parametrize(
    ("value", "hours", "business_days"),
    [
        ("15 minutes", 0.25, None), ("30 seconds", 30 / 3600, None), ("1 hour", 1, None), ("24 hours", 24, None),
        ("1 day", 24, None), ("30 days", 720, None), ("2 weeks", 336, None), ("1.5 days", 36, None),
        ("1 business_day", None, 1), ("5 business_days", None, 5), ("immediately", 0, None), ("immediate", 0, None),
        ("soon", None, None), ("", None, None), ("days", None, None), ("-3 days", None, None),
    ],
)  # fmt: skip
def test_durations_are_calendar_hours_or_business_days(
    value: str, hours: float | None, business_days: float | None
) -> None:
    assert duration_hours(value) == (hours, business_days)


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("90 days", 90), ("72 hours", 3), ("1 month", 31), ("3 months", 93), ("12 months", 366), ("1 year", 366),
        ("2 years", 732), ("7 years", 2562), ("1 week", 7), ("immediately", 0), ("2 business_days", None),
        ("some time", None),
    ],
)  # fmt: skip
def test_months_and_years_are_long_ones(value: str, days: float | None) -> None:
    assert duration_days(value) == days


@given(st.integers(1, 200))
def test_twelve_months_are_a_year_and_no_month_is_shorter_than_a_real_one(number: int) -> None:
    assert duration_days(f"{12 * number} months") == duration_days(f"{number} years")
    months, mean = duration_days(f"{number} months"), duration_hours(f"{number} months")[0]
    assert months is not None and mean is not None
    assert months >= mean / 24


@pytest.mark.parametrize(
    ("value", "days", "unit"),
    [
        ("daily", 1, "day"), ("weekly", 7, "week"), ("monthly", 31, "month"), ("quarterly", 92, "quarter"),
        ("semiannual", 184, "half"), ("annual", 366, "year"), ("business_daily", 3, "business_day"),
        ("hourly", 1 / 24, None), ("every 2 months", 62, None), ("every 45 days", 45, None), ("often", None, None),
    ],
)  # fmt: skip
def test_frequencies_are_a_longest_gap_and_a_bucket(value: str, days: float | None, unit: str | None) -> None:
    assert frequency_days(value) == (days, unit)


def test_a_duration_is_given_in_every_unit() -> None:
    values = parameters("deprovisioning", {"sla": "2 days", "clock_start": "last_day"})
    assert (values["sla"], values["sla_hours"], values["sla_days"], values["sla_business_days"]) == ("2 days", 48, 2, None)
    assert values["clock_start"] == "last_day"


def test_immediately_is_no_time_at_all() -> None:
    values = parameters("deprovisioning", {"sla": "immediately"})
    assert (values["sla_hours"], values["sla_days"], values["sla_business_days"]) == (0, 0, None)


def test_business_days_are_no_calendar_days() -> None:
    values = parameters("deprovisioning", {"sla": "1 business_day"})
    assert (values["sla_hours"], values["sla_days"], values["sla_business_days"]) == (None, None, 1)


def test_a_frequency_may_stand_where_a_duration_is_asked_for() -> None:
    values = parameters("key_rotation", {"period": "annual"})
    assert (values["period_days"], values["period_hours"]) == (366, None)


def test_a_frequency_gives_gap_and_bucket() -> None:
    values = parameters("restore_test", {"frequency": "quarterly"})
    assert (values["frequency_days"], values["frequency_unit"]) == (92, "quarter")


def test_a_severity_map_gives_a_limit_for_each_severity() -> None:
    values = parameters("vuln_remediation", {"sla": {"critical": "72 hours", "high": "5 business_days", "low": "1 year"}})
    assert values["sla_critical_days"] == 3
    assert (values["sla_high_days"], values["sla_high_business_days"]) == (None, 5)
    assert values["sla_medium_days"] is values["sla_medium_business_days"] is None
    assert values["sla_low_days"] == 366


def test_a_set_is_a_list() -> None:
    assert parameters("mfa_enforced", {"exceptions": ("root", "break_glass")})["exceptions"] == ["root", "break_glass"]


def test_the_period_and_the_scope_are_always_there() -> None:
    values = parameters("disk_encryption", {}, {"platform": "macos", "environment": "production"})
    assert (values["period_start"], values["period_end"], values["as_of"]) == (PERIOD.start, PERIOD.end, PERIOD.as_of)
    assert values["scope_platform"] == "macos"
    assert "scope_environment" not in values


@pytest.mark.parametrize("entry", [e for e in CATALOG.topics.values() if e.check], ids=lambda e: e.id)
def test_what_is_not_stated_is_none(entry: Any) -> None:
    values = query_parameters(entry, {}, {}, PERIOD)
    assert {v for name, v in values.items() if name not in ("period_start", "period_end", "as_of")} <= {None}


@given(
    entry=st.sampled_from([e for e in CATALOG.topics.values() if e.check]),
    value=st.one_of(st.text(max_size=20), st.sampled_from(["annual", "3 days", "immediately", "every 2 weeks", "0 days"])),
)
def test_any_stated_text_is_read_without_an_error(entry: Any, value: str) -> None:
    stated = {
        name: {"critical": value, "urgent": value} if p.type == "severity_map" else value
        for name, p in entry.topic.parameters.items()
    }
    wanted = query_parameters(entry, {}, {}, PERIOD).keys()
    assert query_parameters(entry, stated, {}, PERIOD).keys() == wanted


class TestWhatIsBound:
    def test_a_plain_promise_binds(self) -> None:
        binding = bound("disk_encryption", "Laptops are encrypted.")
        assert (binding.check, binding.unresolved, binding.untested) == ("disk_encryption", (), ())
        assert binding.why

    def test_a_stated_value_that_the_check_tests_binds(self) -> None:
        assert bound("restore_test", "This happens quarterly.", params={"frequency": "quarterly"}).check == "restore_test"

    def test_a_claim_that_only_touches_the_topic_does_not_bind(self) -> None:
        binding = bound("deprovisioning", "HR keeps the termination checklist.")
        assert binding.check is None
        assert "promises nothing that its check tests" in binding.why[0]

    def test_an_unsure_topic_binds_only_by_a_stated_value(self) -> None:
        assert bound("disk_encryption", "Laptops are encrypted.", confidence=0.5).check is None
        sure = bound("restore_test", "Tests are done.", params={"frequency": "annual"}, confidence=0.5)
        assert sure.check == "restore_test"

    @pytest.mark.parametrize(
        "text",
        [
            "Laptops are not encrypted.", "Laptops are currently not encrypted.", "Laptops have not yet been encrypted.",
            "Laptops will not be encrypted.",
        ],
    )  # fmt: skip
    def test_an_absent_control_does_not_bind(self, text: str) -> None:
        binding = bound("disk_encryption", text, negated=True)
        assert binding.check is None
        assert "absent" in binding.why[0]

    def test_what_is_not_done_in_a_relative_clause_is_no_absent_control(self) -> None:
        text = "Access keys that have not been used for 90 days are deleted."
        assert bound("service_accounts", text, params={"unused": "90 days"}).check == "service_accounts"

    def test_what_forbids_something_states_a_value_and_no_absence(self) -> None:
        text = "Whoever wrote a change does not approve it."
        assert bound("change_approval", text, params={"independent": True}).check == "change_approval"
        assert bound("change_approval", "The company does not review changes.").check is None

    def test_a_prohibition_of_exceptions_binds(self) -> None:
        assert bound("disk_encryption", "No laptop is left unencrypted without FileVault.").check == "disk_encryption"

    def test_a_topic_without_a_check_does_not_bind(self) -> None:
        binding = bound("placeholder_text", "[Describe the network here]")
        assert binding.check is None
        assert "no check" in binding.why[0]

    def test_an_unknown_topic_does_not_bind(self) -> None:
        assert bound("other", "The sky is blue.").check is None

    def test_values_that_the_check_does_not_test_are_named(self) -> None:
        binding = bound("disk_encryption", "Laptops are encrypted with BitLocker.", params={"technology": ["bitlocker"]})
        assert binding.untested == ("technology",)

    def test_the_scope_restricts_and_says_so(self) -> None:
        binding = bound("disk_encryption", "Laptops are encrypted.", scope="Windows laptops")
        assert binding.scope == {"platform": "windows"}
        assert binding.params["scope_platform"] == "windows"
        assert "the population is restricted to platform = windows" in binding.why

    def test_words_that_the_check_cannot_apply_are_named(self) -> None:
        assert bound("disk_encryption", "Laptops are encrypted.", scope="production laptops").unresolved == ("production",)

    def test_the_companys_own_words_restrict(self) -> None:
        one = claim(text="Laptops are encrypted.", scope="studio machines")
        binding = bind(one, CATALOG, PERIOD, {"studio machines": {"platform": "macos"}})
        assert binding.scope == {"platform": "macos"}

    def test_severities_of_the_values_are_no_scope(self) -> None:
        one = bound(
            "vuln_remediation", "Critical findings are fixed within 7 days.", scope="critical vulnerabilities",
            params={"sla": {"critical": "7 days"}},
        )  # fmt: skip
        assert (one.check, one.unresolved) == ("vuln_remediation", ())
        assert one.params["sla_critical_days"] == 7

    def test_the_label_of_a_row_that_nobody_knows_is_not_resolved(self) -> None:
        one = bound("disk_encryption", "Kiosk: encrypted.", scope="Kiosk terminals", form="row")
        assert one.unresolved == ("Kiosk terminals",)


@pytest.mark.parametrize(
    ("topic", "text", "params", "unread"),
    [
        ("mdm_enrollment", "Devices are enrolled in the MDM within 7 days of hire", {}, ("7 days",)),
        ("backup_retention", "Backups are retained for 35 days", {"retention": "35 days"}, ()),
        ("key_rotation", "Encryption keys are rotated every 365 days", {"period": "365 days"}, ()),
        ("vuln_remediation", "Critical findings are fixed within 7 days", {"sla": {"critical": "7 days"}}, ()),
    ],
)
def test_a_time_that_no_parameter_carries_is_kept(
    topic: str, text: str, params: dict[str, Any], unread: tuple[str, ...]
) -> None:
    assert bound(topic, text, params=params).unread == unread


def test_a_topic_told_by_meaning_alone_is_tested_only_where_it_is_sure() -> None:
    unsure = bound("disk_encryption", "Laptops are encrypted.", decided_by="meaning", confidence=0.9)
    assert unsure.check is None
    assert "not surely enough" in unsure.why[0]
    assert bound("disk_encryption", "Laptops are encrypted.", decided_by="meaning", confidence=0.97).check is not None
    assert bound("disk_encryption", "Laptops are encrypted.", decided_by="wording", confidence=0.9).check is not None
