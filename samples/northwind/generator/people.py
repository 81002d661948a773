"""The roster: who works at the company, since when and until when, and the export of the HR system."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from .names import FIRST, LAST
from .output import DOMAIN, END, START, is_business_day, seeded, write_csv

# Department: people at the end of the period, of them contractors, titles from the most senior down.
DEPARTMENTS = {
    "Executive": (
        4,
        0,
        ("Chief Executive Officer", "Chief Technology Officer", "Chief Financial Officer", "Chief Operating Officer"),
    ),
    "Engineering": (
        41,
        0,
        ("VP Engineering", "Engineering Manager", "Staff Engineer", "Senior Software Engineer", "Software Engineer"),
    ),
    "Security and IT": (7, 0, ("Head of Security", "Security Engineer", "IT Administrator", "Compliance Analyst")),
    "Product": (10, 1, ("VP Product", "Product Manager", "Product Designer")),
    "Customer Success": (19, 2, ("VP Customer Success", "Implementation Consultant", "Support Specialist")),
    "Sales": (17, 0, ("VP Sales", "Account Executive", "Sales Engineer")),
    "Marketing": (8, 2, ("Head of Marketing", "Content Strategist", "Demand Generation Manager")),
    "Finance": (7, 1, ("Controller", "Revenue Accountant", "Payroll Analyst")),
    "People": (5, 0, ("Head of People", "Recruiter", "People Partner")),
    "Legal": (2, 0, ("General Counsel", "Paralegal")),
}
PLACES = (
    ("Portland", "United States"),
    ("Portland", "United States"),
    ("Denver", "United States"),
    ("Toronto", "Canada"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A worker as the HR system knows them.

    Attributes:
        hired: first day of the current employment.
        ended: last day, also of an earlier employment of somebody who came back.
    """

    number: int
    first: str
    last: str
    department: str
    title: str
    contractor: bool
    hired: date
    ended: date | None
    place: str
    country: str
    first_hired: date | None = None

    @property
    def login(self) -> str:
        """Local part of the address, also the login at GitHub."""
        return f"{self.first[0]}{self.last}".lower()

    @property
    def email(self) -> str:
        """Work address."""
        return f"{self.login}@{DOMAIN}"

    @property
    def returned(self) -> bool:
        """Whether the person left and came back."""
        return self.ended is not None and self.ended < self.hired

    def active_on(self, day: date) -> bool:
        """Whether the person works at the company on `day`."""
        if self.returned:
            return day >= self.hired or (
                self.first_hired is not None and self.first_hired <= day <= (self.ended or day)
            )
        return self.hired <= day and (self.ended is None or day <= self.ended)


# People that a finding or a trap is about: name, department, title, contractor, hired, ended.
NAMED = (
    # left in the period
    ("Tomas", "Villar", "Sales", "Account Executive", False, "2023-05-08", "2026-03-13"),
    ("Greta", "Lindqvist", "Engineering", "Senior Software Engineer", False, "2021-09-13", "2026-05-08"),
    ("Milo", "Haas", "Customer Success", "Implementation Consultant", True, "2024-11-04", "2026-04-30"),
    ("Sigrid", "Aasen", "Engineering", "Software Engineer", False, "2022-02-07", "2026-06-05"),
    ("Wendell", "Pryce", "Sales", "Sales Engineer", False, "2020-07-20", "2026-02-27"),
    ("Oona", "Castellan", "Marketing", "Content Strategist", False, "2023-01-16", "2026-04-17"),
    ("Bashir", "Noorani", "Customer Success", "Support Specialist", False, "2022-10-03", "2026-01-23"),
    ("Tilda", "Roscoe", "Finance", "Revenue Accountant", False, "2021-04-12", "2026-05-29"),
    ("Jonas", "Feldt", "Product", "Product Manager", False, "2026-05-04", "2026-05-15"),
    # left before the period
    ("Carys", "Whitlock", "Engineering", "Software Engineer", False, "2021-03-01", "2025-08-29"),
    ("Danilo", "Ferrante", "Sales", "Account Executive", False, "2022-05-16", "2025-10-17"),
    ("Hollis", "Greer", "Customer Success", "Support Specialist", False, "2020-11-09", "2025-11-28"),
    ("Ines", "Valcourt", "Engineering", "Staff Engineer", False, "2019-06-03", "2025-12-12"),
    ("Radek", "Sobol", "Marketing", "Demand Generation Manager", True, "2024-02-19", "2025-09-30"),
    ("Una", "Keane", "People", "Recruiter", False, "2023-08-07", "2025-12-05"),
    # left and came back
    ("Noor", "Haddad", "Engineering", "Senior Software Engineer", False, "2026-04-06", "2026-02-13"),
    # stayed
    ("Rufus", "Ekwall", "Engineering", "Software Engineer", False, "2024-03-11", None),
    ("Linh", "Castellanos", "Engineering", "Senior Software Engineer", False, "2022-08-22", None),
    ("Piotr", "Halvorsen", "Engineering", "Staff Engineer", False, "2020-10-05", None),
    ("Bea", "Osterman", "Engineering", "Software Engineer", False, "2023-06-19", None),
    ("Hugo", "Marchetti", "Customer Success", "VP Customer Success", False, "2020-02-03", None),
    ("Saskia", "Dunmore", "Customer Success", "Support Specialist", False, "2026-01-12", None),
    ("Dmitri", "Asante", "Sales", "Account Executive", False, "2026-02-02", None),
    ("Eleni", "Brightwater", "Product", "Product Designer", False, "2026-03-16", None),
    ("Callum", "Reyes", "Marketing", "Demand Generation Manager", False, "2026-06-15", None),
    ("Ottilie", "Grange", "Finance", "Payroll Analyst", False, "2022-01-10", None),
    ("Marcus", "Thibault", "Sales", "Account Executive", False, "2021-11-15", None),
    ("Fern", "Adeyemi", "People", "People Partner", False, "2021-02-22", None),
    ("Laszlo", "Whitmore", "Legal", "Paralegal", False, "2023-03-27", None),
    ("Kaisa", "Brandt", "Sales", "Account Executive", False, "2024-09-09", None),
    ("Joaquin", "Sol", "Customer Success", "Implementation Consultant", False, "2025-02-17", None),
    ("Dorothea", "Kovacs", "Finance", "Controller", False, "2019-09-16", None),
    ("Ansel", "Drummond", "Security and IT", "Head of Security", False, "2020-04-06", None),
    ("Mireille", "Osei", "Security and IT", "IT Administrator", False, "2021-06-14", None),
    ("Viktor", "Langstrom", "Security and IT", "Security Engineer", False, "2022-03-21", None),
    ("Ruth", "Penhaligon", "Executive", "Chief Executive Officer", False, "2018-03-05", None),
    ("Abel", "Nakamori", "Executive", "Chief Technology Officer", False, "2018-03-05", None),
    ("Theo", "Grunwald", "Engineering", "VP Engineering", False, "2019-01-14", None),
    ("Signe", "Oyelade", "Engineering", "Engineering Manager", False, "2020-08-03", None),
)
FIRST_HIRED = {"nhaddad": date(2021, 7, 5)}
JOINED_IN_PERIOD = 9  # among the people without a part in a finding


def _named() -> list[Person]:
    made = []
    for index, (first, last, department, title, contractor, hired, ended) in enumerate(NAMED):
        place, country = PLACES[index % len(PLACES)]
        person = Person(
            number=0,
            first=first,
            last=last,
            department=department,
            title=title,
            contractor=contractor,
            place=place,
            country=country,
            hired=date.fromisoformat(hired),
            ended=date.fromisoformat(ended) if ended else None,
        )
        made.append(person)
    return made


@cache
def roster() -> tuple[Person, ...]:
    """Everybody, by employee number; numbers follow the first day."""
    rng, people = seeded("people"), _named()
    taken = {p.login for p in people}
    newcomers = [START + timedelta(days=4 + 14 * n) for n in range(JOINED_IN_PERIOD)]
    for department, (count, contractors, titles) in DEPARTMENTS.items():
        here = [p for p in people if p.department == department and p.active_on(END)]
        for index in range(len(here), count):
            first, last = rng.choice(FIRST), rng.choice(LAST)
            while f"{first[0]}{last}".lower() in taken:
                first, last = rng.choice(FIRST), rng.choice(LAST)
            taken.add(f"{first[0]}{last}".lower())
            contractor = index >= count - contractors
            hired = date(2019, 1, 7) + timedelta(days=rng.randrange(0, 2400))
            if newcomers and not contractor and rng.random() < 0.14:
                hired = newcomers.pop(0)
            while not is_business_day(hired):
                hired += timedelta(days=1)
            place, country = rng.choice(PLACES)
            people.append(
                Person(
                    number=0,
                    first=first,
                    last=last,
                    department=department,
                    contractor=contractor,
                    hired=hired,
                    title=titles[min(index, len(titles) - 1)] if index < 2 else rng.choice(titles[1:]),
                    ended=None,
                    place=place,
                    country=country,
                )
            )
    people.sort(key=lambda p: (FIRST_HIRED.get(p.login, p.hired), p.login))
    return tuple(replace(p, number=101 + n, first_hired=FIRST_HIRED.get(p.login)) for n, p in enumerate(people))


def person(login: str) -> Person:
    """The person with that login."""
    return next(p for p in roster() if p.login == login)


def active(day: date = END) -> list[Person]:
    """Everybody who works at the company on `day`."""
    return [p for p in roster() if p.active_on(day)]


def manager(of: Person) -> Person:
    """Whom somebody reports to: the most senior of the department, and for those the chief executive."""
    here = [p for p in roster() if p.department == of.department and p.active_on(END) and not p.contractor]
    lead = min(here, key=lambda p: (DEPARTMENTS[p.department][2].index(p.title), p.number))
    return person("rpenhaligon") if lead.login == of.login else lead


def write(evidence: Path) -> None:
    """The roster as a custom report of the HR system."""
    header = (
        "Employee #",
        "First Name",
        "Last Name",
        "Work Email",
        "Job Title",
        "Department",
        "Location",
        "Country",
        "Employment Status",
        "Status",
        "Original Hire Date",
        "Hire Date",
        "Termination Date",
        "Supervisor Email",
    )
    write_csv(
        evidence / "bamboohr_employees.csv",
        header,
        (
            (
                p.number,
                p.first,
                p.last,
                p.email,
                p.title,
                p.department,
                p.place,
                p.country,
                "Contractor" if p.contractor else "Full-Time",
                "Active" if p.active_on(END) else "Inactive",
                p.first_hired or p.hired,
                p.hired,
                p.ended,
                manager(p).email if p.login != "rpenhaligon" else "",
            )
            for p in roster()
        ),
    )
