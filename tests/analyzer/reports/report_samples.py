"""A review made by hand: two documents, every verdict, and text that attacks whoever prints it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from docx import Document as new_word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from analyzer.catalog import Catalog, load_catalog
from analyzer.model import (
    AssuranceResult,
    Binding,
    EvidenceFile,
    Excused,
    Observation,
    Period,
    Query,
    Rewrite,
    Run,
    SeverityAssessment,
    SeverityRule,
    Status,
    Verdict,
)
from claims import Claim, Document, LeftOut, Trigger, read

HOSTILE = (
    "<script>alert('owned')</script></script></template><img src=http://evil.example/x onerror=alert(1)> "
    "[red]not markup[/red] :smile: \x1b[31mred\x1b[0m\x1b]0;title\x07 \u202egnirts\u202c \x00\x08 &amp; {{ 7*7 }} "
    "\u2028"
)
HOSTILE_MARKDOWN = "<b>bold</b> [red]not markup[/red] \u202egnirts\u202c &amp; {{ 7*7 }}"
POLICY = f"""# Access policy

Access of leavers is revoked within 24 hours. Access is reviewed periodically.

## Controls

- All users **must** use a hardware token.
- Backups are taken daily, retained for 35 days.

| System | Rule |
|---|---|
| Okta | Passwords have 14 characters |
| AWS | {HOSTILE_MARKDOWN} |
"""


def build_word(path: Path) -> None:
    """A Word file with a table, lists, words split over runs, a link, a comment, a footer and a text box."""
    word = new_word()
    word.core_properties.title = "System description"
    word.add_heading("Northwind system description", 1)
    paragraph = word.add_paragraph("All production access ")
    paragraph.add_run("requires multi-").bold = True
    paragraph.add_run("factor").italic = True
    paragraph.add_run(" authentication and a hardware token.")
    commented = word.add_paragraph("Vendors are assessed yearly.")
    word.add_comment(commented.runs, text="Is this still true?", author="Ada Example", initials="AE")
    word.add_paragraph("Laptops are encrypted with FileVault.", style="List Bullet")
    word.add_paragraph("Security events are reviewed periodically.", style="List Number")
    table = word.add_table(rows=2, cols=2)
    texts = ("Control", "Cadence", "Backups are restored", "Restores are tested quarterly.")
    for cell, text in zip((cell for row in table.rows for cell in row.cells), texts, strict=True):
        cell.text = text
    linked = word.add_paragraph("Keys are ")
    linked._p.append(
        parse_xml(f'<w:hyperlink {nsdecls("w")} w:anchor="top"><w:r><w:t>rotated yearly</w:t></w:r></w:hyperlink>')
    )
    linked.add_run(" in every region.\tAlways.")
    boxed = word.add_paragraph("See the box. ")
    boxed._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict>'
            '<v:shape style="width:90pt;height:40pt">'
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>Changes are approved by a peer.</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
    )
    word.sections[0].footer.paragraphs[0].text = "Confidential data is encrypted at rest."
    word.save(str(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The run with its catalogue and the folder that its documents stand in."""

    folder: Path
    run: Run
    catalog: Catalog
    word: Document
    policy: Document

    def verdict(self, words: str) -> Verdict:
        """The verdict whose quote holds the words."""
        return next(verdict for verdict in self.run.verdicts if words in verdict.claim.quote)


def make_claim(document: Document, words: str, topic: str, **fields: Any) -> Claim:
    """A claim whose quote is the given words of the document."""
    for block in document.blocks:
        at = block.text.find(words)
        if at >= 0:
            end = at + len(words)
            basis: dict[str, Any] = {
                "id": f"{topic}-{hashlib.sha256(words.encode()).hexdigest()[:8]}",
                "quote": block.quote(at, end),
                "text": words,
                "sentence": block.text,
                "place": block.place_of(at, end),
                "topic": topic,
                "params": {},
                "quantifier": "unstated",
                "scope": None,
                "negated": False,
                "modality": "in_force",
                "party": "own",
                "testable": True,
                "heading_path": block.heading_path,
                "confidence": 0.91,
            }
            return Claim(**{**basis, **fields})
    raise LookupError(f"{document.name} does not say {words!r}: {[block.text for block in document.blocks]}")


def make_verdict(claim: Claim, status: Status, why: str = "", **fields: Any) -> Verdict:
    """A verdict on the claim, bound to the check of its topic."""
    binding = Binding(claim=claim, check=claim.topic, why=("“hardware token” names the method",))
    return Verdict(**{"binding": binding, "status": status, "why": why or f"{status} as given", **fields})


def severity(level: Any, statement: str, *rules: SeverityRule) -> SeverityAssessment:
    """A severity whose default was `significant`."""
    return SeverityAssessment(level=level, default="significant", statement=statement, rules=rules)


def _query() -> Query:
    return Query(
        sql="select d.serial as item, d.disk_encrypted as holds\nfrom devices as d\nwhere 1 < 2 -- </template>",
        params={"period_start": date(2026, 1, 1), "sla_hours": None, "platform": "macOS"},
        row_counts={"devices": 412},
        files={"jamf/computers.csv": "a" * 64},
    )


def _token_exceptions() -> tuple[Observation, ...]:
    first = Observation(
        item=HOSTILE,
        holds=False,
        observed=HOSTILE,
        reason=HOSTILE,
        row={"email": "mallory@northwind.example", "factor": "<b>sms</b>", "since": datetime(2026, 2, 3, 4, 5)},
    )
    rest = (
        Observation(
            item=f"user{n:03}@northwind.example",
            holds=False,
            observed="SMS",
            reason="no hardware token is enrolled",
            row={"email": f"user{n:03}@northwind.example", "factor": "sms", "logins": n * 7, "since": date(2026, 1, 2)},
        )
        for n in range(1, 120)
    )
    return (first, *rest)


def _verdicts(word: Document, policy: Document) -> tuple[Verdict, ...]:
    mfa = make_claim(
        word,
        "a hardware token",
        "mfa_strength",
        params={"methods_allowed": ["hardware_token"]},
        quantifier="all",
        scope="production access",
        triggers=(Trigger(field="quantifier", value="all", phrase="All"),),
    )
    disk = make_claim(
        word, "Laptops are encrypted with FileVault.", "disk_encryption", params={"technology": ["filevault"]}
    )
    leavers = make_claim(
        policy, "Access of leavers is revoked within 24 hours.", "deprovisioning", params={"sla": "24 hours"}
    )
    broken = Observation(
        item="bob@northwind.example",
        holds=False,
        observed="9 days",
        reason="revoked 9 days after leaving",
        row={"system": "GitHub", "left_at": datetime(2026, 3, 1), "revoked_at": datetime(2026, 3, 10, 9, 30)},
    )
    gap = AssuranceResult(
        test="row_count_is_a_page_size",
        tables=("idp_users",),
        passed=False,
        why="idp_users has exactly 200 rows",
        items=("okta",),
    )
    return (
        make_verdict(
            mfa,
            "contradicted",
            "120 of 131 people with production access have no hardware token.",
            population=131,
            exceptions=_token_exceptions(),
            excused=(Excused(item="svc-ci", why="exception EX-7, until 2026-12-31"),),
            unknown=(Observation(item="eve@northwind.example", holds=None, observed="", reason="not in the export"),),
            evidence=("okta/factors.json",),
            query=_query(),
            rewrite=Rewrite(wording="Production access requires a second factor.", way="values", why="supported"),
            severity=severity(
                "material",
                "potential material misstatement, because the claim is a principal commitment",
                SeverityRule(rule="principal commitment", direction="raise", why="the claim stands in DC 2"),
            ),
        ),
        make_verdict(
            make_claim(word, "requires multi-factor authentication", "mfa_enforced", quantifier="all"),
            "supported",
            "All 131 people have a second factor.",
            population=131,
            query=_query(),
        ),
        make_verdict(
            make_claim(word, "Vendors are assessed yearly.", "vendor_assessment"), "not_shown", "No vendor register."
        ),
        make_verdict(
            disk,
            "contradicted",
            "3 of 412 devices are not encrypted.",
            population=412,
            query=_query(),
            exceptions=tuple(
                Observation(
                    item=f"C02{n:03}",
                    holds=False,
                    observed="not encrypted",
                    reason="the disk is not encrypted",
                    row={"owner_email": f"dev{n}@northwind.example", "platform": "macOS"},
                )
                for n in range(3)
            ),
            severity=severity("significant", "potential significant misstatement, because a lost laptop exposes data"),
            assurance=(
                AssuranceResult(test="people_in_mdm", tables=("people", "devices"), passed=True, why="all have one"),
            ),
        ),
        make_verdict(
            make_claim(
                word,
                "Security events are reviewed periodically.",
                "log_review",
                testable=False,
                untestable_because="periodically",
            ),
            "not_testable",
            "“periodically” states no interval.",
        ),
        make_verdict(
            make_claim(word, "Restores are tested quarterly.", "restore_test", params={"frequency": "quarterly"}),
            "partly_supported",
            "2026-Q1 has a restore test; for 2026-Q2 only a ticket.",
            population=2,
        ),
        make_verdict(
            make_claim(word, "rotated yearly", "key_rotation"),
            "contradicted",
            "1 of 4 keys is older.",
            population=4,
            exceptions=(Observation(item="key/1", holds=False, observed="412 days", reason="412 days old"),),
        ),
        make_verdict(
            make_claim(word, "Changes are approved by a peer.", "change_approval"), "not_testable", "no population"
        ),
        make_verdict(
            make_claim(word, "Confidential data is encrypted at rest.", "encryption_at_rest"),
            "contradicted",
            "1 bucket is not.",
            population=9,
            exceptions=(Observation(item="s3://raw", holds=False, observed="none", reason="no encryption"),),
            severity=severity("minor", "potential misstatement, minor on its own"),
        ),
        make_verdict(
            leavers,
            "contradicted",
            "1 of 14 leavers kept access.",
            population=14,
            exceptions=(broken,),
            severity=severity("material", "potential material misstatement, because access remained"),
            assurance=(gap,),
        ),
        make_verdict(
            make_claim(policy, "Access is reviewed periodically.", "access_review", testable=False),
            "not_testable",
            "vague",
        ),
        make_verdict(
            make_claim(policy, "All users must use a hardware token.", "mfa_strength"),
            "inconsistent",
            "The description says the same of production only.",
        ),
        make_verdict(make_claim(policy, "Backups are taken daily", "backup_frequency"), "supported", "All 181 days."),
        make_verdict(make_claim(policy, "retained for 35 days", "backup_retention"), "not_shown", HOSTILE),
        make_verdict(
            make_claim(policy, "Passwords have 14 characters", "password_policy"), "not_shown", "No settings."
        ),
        make_verdict(make_claim(policy, "{{ 7*7 }}", "other"), "out_of_scope", "Not a promise."),
    )


def make_sample(folder: Path) -> Sample:
    """Write the documents into the folder, read them, and make the run."""
    build_word(folder / "description.docx")
    (folder / "policy.md").write_text(POLICY, encoding="utf-8")
    word, policy = read(folder / "description.docx"), read(folder / "policy.md")
    run = Run(
        period=Period(start=date(2026, 1, 1), end=date(2026, 6, 30), as_of=date(2026, 6, 30)),
        started_at="2026-07-02T09:30:00",
        version="0.1.0",
        documents=(word, policy),
        verdicts=_verdicts(word, policy),
        evidence=(
            EvidenceFile(
                path="okta/factors.json",
                sha256="b" * 64,
                source="okta/factors",
                tables={"idp_factors": 420},
                rows=420,
                extracted_at="2026-07-01T00:00:00",
                source_count=421,
                faults=(f"row 3: {HOSTILE}",),
            ),
            EvidenceFile(
                path="jamf/computers.csv", sha256="a" * 64, source="jamf/computers", tables={"devices": 412}, rows=412
            ),
            EvidenceFile(path="notes.csv", sha256="c" * 64, source=None, tables={}, rows=0),
        ),
        assurance=(
            AssuranceResult(
                test="people_in_mdm", tables=("people", "devices"), passed=True, why="all 118 have a device"
            ),
            AssuranceResult(
                test="hr_in_directory", tables=("people",), passed=False, why=HOSTILE, items=(HOSTILE, "bob")
            ),
            AssuranceResult(test="age", tables=("keys",), passed=None, why="no date"),
        ),
        left_out=(LeftOut(what="old.doc", why="legacy Word format", advice="Save it as .docx."),),
        organisation=f"Northwind {HOSTILE}",
        seconds={"read": 0.42, "judge": 1.5},
    )
    return Sample(folder=folder, run=run, catalog=load_catalog(), word=word, policy=policy)


def without_verdicts(sample: Sample) -> Run:
    """The same run with nothing found."""
    return replace(sample.run, verdicts=(), evidence=(), assurance=(), left_out=(), organisation=None)


def many_claims(sample: Sample, number: int) -> Run:
    """A run with `number` verdicts on one long document."""
    lines = [f"Backups of system {n} are retained for {n} days." for n in range(number)]
    path = sample.folder / "long.md"
    path.write_text("# Long\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8")
    document = read(path)
    blocks = [block for block in document.blocks if block.kind != "heading"]
    basis = sample.run.verdicts[0]
    verdicts = tuple(
        make_verdict(
            replace(
                basis.claim,
                id=f"c-{n}",
                quote=block.text,
                text=block.text,
                place=block.place_of(0, len(block.text)),
                topic="backup_retention",
            ),
            ("contradicted", "supported", "not_shown", "not_testable")[n % 4],
            f"{n} as given",
            population=1000,
            exceptions=basis.exceptions[:60] if n % 4 == 0 else (),
            query=_query(),
        )
        for n, block in enumerate(blocks)
    )
    return replace(sample.run, documents=(document,), verdicts=verdicts)
