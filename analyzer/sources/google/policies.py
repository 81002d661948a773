"""Settings of security by organisational unit or group: 2-Step Verification, passwords, sessions."""

from __future__ import annotations

from analyzer.collect import Part, Session, Target

from .calls import ORG_UNITS, POLICIES, all_of


def collect_policies(session: Session, target: Target, part: Part) -> None:
    """Every policy of security, with the path of the unit that it is for."""
    with session.stream(
        target, part, call=f"GET {POLICIES}", source="google/policies", records=True,
        parameters={"pageSize": 100, "kept": "settings/security.*", "with": "paths of organisational units"},
    ) as stream:  # fmt: skip
        if stream.finished:
            return
        rights = "the scope cloud-identity.policies.readonly"
        found = all_of(session, POLICIES, {"pageSize": 100}, "policies", api="identity", permission=rights)
        own = [one for one in found if one["setting"]["type"].removeprefix("settings/").startswith("security.")]
        paths = _paths(session)
        for policy in stream.todo(own, key=lambda policy: policy["name"]):
            unit = (policy.get("policyQuery") or {}).get("orgUnit", "").removeprefix("orgUnits/")
            stream.record({"policy": policy, "orgUnitPath": paths.get(unit)}, key=policy["name"])


def _paths(session: Session) -> dict[str, str]:
    """Paths of the units by their ids."""
    rights = "the scope admin.directory.orgunit.readonly"
    answer = session.http.get(ORG_UNITS, {"type": "allIncludingParent"}, permission=rights)
    units = answer.json.get("organizationUnits") or ()
    return {str(unit["orgUnitId"]).removeprefix("id:"): str(unit["orgUnitPath"]) for unit in units}
