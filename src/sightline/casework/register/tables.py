"""What the register keeps of a child, table by table: what a column is called, how it is said, when it is right.

One declaration a table serves the child's page, the forms that enter and correct, the page that says where a row
comes from, and the checks of the actions. Code sets are those of `domain.codes`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sightline.casework.register import models
from sightline.casework.register.choices import (
    CARE_PLANS,
    CHECK_STATUS,
    DISABILITIES,
    EARLIER_PERMANENCE,
    EARLY_TRIGGERS,
    HEALTH_CHECKS,
    LEGAL_STATUSES,
    PERMANENCE_ROUTES,
    RELATIONS,
    RESPONSIBILITY,
    VISITS,
    YES_NO,
)
from sightline.domain import pupil_number
from sightline.domain.codes import code_set
from sightline.domain.roles import Act
from sightline.domain.years import collection_of, year_in_words

#: How many years somebody who enters a row of a year may choose from.
YEARS = 10


class Kind(Enum):
    """What a field holds, and so how it is asked for."""

    DAY = "day"
    CODE = "code"  # of a code set, or of choices
    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    YEAR = "year"  # a collection year
    YES_NO = "yes_no"  # 1, 0 or not told
    TICK = "tick"


@dataclass(frozen=True)
class Field:
    """One column: its name, what people call it, how it is asked for."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    hint: str = ""
    codes: str = ""  # a code set
    choices: Mapping[str, str] | None = None
    most: int = 200  # characters of a text; the greatest number
    empty: Any = None  # what the column holds when nothing is told
    nothing: str = ""  # what it says to people when nothing is told, where that says something
    tidy: Callable[[str], str] | None = None  # a text as it is kept

    def options(self, on: date) -> dict[str, str]:
        """The codes that may be chosen on a day, with what they mean; the year of the day and those before it."""
        year = collection_of(on)
        if self.kind is Kind.YEAR:
            return {str(each): year_in_words(each) for each in range(year, year - YEARS, -1)}
        if self.choices is not None:
            return dict(self.choices)
        return {key: code.label for key, code in code_set(self.codes, year).items() if not code.becomes}

    def say(self, value: Any) -> Any:
        """A value for people: the meaning of a code, yes or no; days and numbers as they are; None for nothing."""
        if value is None or value == "":
            return self.nothing or None
        if self.kind is Kind.YEAR:
            return year_in_words(value)
        if self.kind is Kind.YES_NO:
            return YES_NO.get(str(value))
        if self.kind is Kind.TICK:
            return "Yes" if value else "No"
        if self.kind is Kind.CODE:
            return self._meaning(str(value))
        return value

    def _meaning(self, value: str) -> str:
        if self.choices is not None:
            return self.choices.get(value, value)
        known = code_set(self.codes).get(value)
        return known.label if known else value


@dataclass(frozen=True)
class Table:
    """One kind of thing told of a child.

    `since` and `until` name the columns of its first day and of the day it ended; `alone` says that two of them
    cannot hold on one day, `once` that a child has one at most.
    """

    key: str
    one: str
    many: str
    model: type[models.Fact]
    fields: tuple[Field, ...]
    since: str | None = None
    until: str | None = None
    alone: bool = False
    once: bool = False
    act: Act = Act.RECORD_FACTS
    help: str = ""

    @property
    def yearly(self) -> bool:
        """Whether a row tells of a year, and of no day in it."""
        return any(field.kind is Kind.YEAR for field in self.fields)

    def field(self, name: str) -> Field:
        """The field of this name."""
        return next(field for field in self.fields if field.name == name)


def _day(name: str, label: str, required: bool = False, hint: str = "") -> Field:
    return Field(name, label, Kind.DAY, required, hint)


def _code(name: str, label: str, codes: str, required: bool = False, hint: str = "") -> Field:
    return Field(name, label, Kind.CODE, required, hint, codes=codes)


def _choice(name: str, label: str, choices: Mapping[str, str], required: bool = False, hint: str = "") -> Field:
    return Field(name, label, Kind.CODE, required, hint, choices=choices)


def _yes_no(name: str, label: str, hint: str = "", required: bool = False) -> Field:
    return Field(name, label, Kind.YES_NO, required, hint)


def _year(hint: str) -> Field:
    """The year that a row tells of. It stands where the year of a row's return does, and is part of its key."""
    return Field("collection", "Year", Kind.YEAR, required=True, hint=hint)


def _words(name: str, label: str, required: bool = False, hint: str = "", most: int = 200) -> Field:
    return Field(name, label, Kind.TEXT, required, hint, most=most, empty="")


def _maybe(name: str, label: str, hint: str = "", most: int = 60) -> Field:
    return Field(name, label, Kind.TEXT, hint=hint, most=most)


def _upper(text: str) -> str:
    return text.strip().upper()


def _lower(text: str) -> str:
    return text.strip().lower()


_ENDED = _day("ended", "Ended on", hint="Leave empty while it lasts")

EPISODES = Table(
    "episodes",
    "Episode of care",
    "Episodes of care",
    models.Episode,
    (
        _day("started", "Started on", required=True),
        _code("reason_started", "Why it started", "reason_new_episode", required=True),
        _code("legal_status", "Legal status", "legal_status", required=True),
        _code("need", "Main need when care began", "category_of_need", required=True),
        _code("placement", "Placement", "placement_type", required=True),
        _code("provider", "Provided by", "placement_provider"),
        _day("ceased", "Ended on", hint="Leave empty while it lasts"),
        _code("reason_ceased", "Why it ended", "reason_episode_ceased"),
        _code("reason_moved", "Why the placement changed", "reason_placement_change"),
        _maybe("home_postcode", "Postcode of home", most=12),
        _maybe("placement_postcode", "Postcode of the placement", most=12),
        _maybe("urn", "Ofsted number of the placement", most=20),
    ),
    since="started",
    until="ceased",
    alone=True,
    help="One legal status and one placement. When either changes, this one ends and another begins.",
)

REVIEWS = Table(
    "reviews",
    "Review",
    "Reviews",
    models.Review,
    (
        _day("held", "Held on", required=True),
        _code("participation", "How the child took part", "review_code", required=True),
        _day("completed", "Completed on", hint="Only if it took more than one meeting"),
        _day("recorded", "Record finished on"),
        _yes_no("adjourned", "Was it adjourned?"),
    ),
    since="held",
)

EARLY_REVIEWS = Table(
    "early_reviews",
    "Earlier review asked for",
    "Earlier reviews asked for",
    models.EarlyReview,
    (
        _day("asked_on", "Asked for on", required=True),
        _day("wanted_by", "Wanted by", required=True),
        _choice("trigger", "Why", EARLY_TRIGGERS, required=True),
    ),
    since="asked_on",
)

LEGAL = Table(
    "legal_statuses",
    "Legal status",
    "Legal statuses",
    models.LegalStatus,
    (
        _day("started", "From", required=True),
        _choice("legal_status", "Legal status", LEGAL_STATUSES, required=True),
        _ENDED,
    ),
    since="started",
    until="ended",
)

PLACEMENTS = Table(
    "placement_details",
    "Placement",
    "Placements",
    models.PlacementDetail,
    (
        _day("started", "Moved in on", required=True),
        _code("placement", "Kind of placement", "placement_type", required=True),
        _code("provider", "Provided by", "placement_provider"),
        _maybe("provider_name", "Name of the provider", most=120),
        _maybe("urn", "Ofsted number", most=20),
        _maybe("postcode", "Postcode", most=12),
        Field(
            "distance", "Distance from home", Kind.NUMBER, hint="In tenths of a mile: 25 is 2.5 miles", most=9999
        ),
        _day("ended", "Moved out on", hint="Leave empty while it lasts"),
        _maybe("reason_ended", "Why it ended"),
    ),
    since="started",
    until="ended",
    alone=True,
)

CARE_PLANS_TABLE = Table(
    "care_plans",
    "Care plan",
    "Care plans",
    models.CarePlan,
    (_day("started", "From", required=True), _choice("plan", "Plan", CARE_PLANS, required=True), _ENDED),
    since="started",
    until="ended",
    alone=True,
)

PERMANENCE = Table(
    "permanence_plans",
    "Plan of permanence",
    "Plans of permanence",
    models.PermanencePlan,
    (
        _day("started", "From", required=True),
        _choice("route", "Plan", PERMANENCE_ROUTES, required=True),
        _choice("second_route", "Second plan beside it", PERMANENCE_ROUTES, hint="Where two are followed at once"),
        _ENDED,
    ),
    since="started",
    until="ended",
    alone=True,
)

ADOPTION_DECISIONS = Table(
    "adoption_decisions",
    "Decision that the child should be placed for adoption",
    "Decisions about adoption",
    models.AdoptionDecision,
    (
        _day("decided", "Decided on", required=True),
        _day("ceased", "Changed on"),
        _code("reason_ceased", "Why it changed", "reason_placed_ceased"),
    ),
    since="decided",
    until="ceased",
)

VISITS_TABLE = Table(
    "visits",
    "Visit",
    "Visits",
    models.Visit,
    (
        _day("held", "Visited on", required=True),
        _choice("kind", "By", VISITS, required=True),
        _yes_no("seen", "Was the child seen?"),
        _yes_no("seen_alone", "Was the child seen alone?"),
    ),
    since="held",
    act=Act.RECORD_CONTACT,
)

HEALTH = Table(
    "health_checks",
    "Health check",
    "Health checks",
    models.HealthCheck,
    (
        _day("held", "On", required=True),
        _choice("kind", "What", HEALTH_CHECKS, required=True),
        _choice("status", "Was it done?", CHECK_STATUS),
    ),
    since="held",
)

SDQ = Table(
    "sdq_scores",
    "Strengths and Difficulties Questionnaire",
    "Strengths and Difficulties Questionnaires",
    models.SdqScore,
    (
        _day("completed", "Completed on", required=True),
        Field("score", "Total score", Kind.NUMBER, hint="0 to 40", most=40),
        _code("reason", "Why there is no score", "sdq_reason"),
    ),
    since="completed",
)

EDUCATION = Table(
    "education_plans",
    "Personal education plan meeting",
    "Personal education plan meetings",
    models.EducationPlan,
    (_day("held", "Held on", required=True), _maybe("status", "How it stands", most=20)),
    since="held",
)

DISABILITY = Table(
    "disabilities",
    "Disability",
    "Disabilities",
    models.Disability,
    (_choice("code", "Disability", DISABILITIES, required=True), _day("started", "Since"), _day("ended", "Until")),
    since="started",
    until="ended",
)

IMMIGRATION = Table(
    "immigration",
    "Immigration status",
    "Immigration statuses",
    models.Immigration,
    (
        _day("started", "From", required=True),
        _words("status", "Status", required=True, most=60),
        _ENDED,
        _day("deadline", "Something must be done by"),
    ),
    since="started",
    until="ended",
)

MISSING = Table(
    "missing",
    "Time missing or away",
    "Times missing or away",
    models.Missing,
    (
        _day("started", "From", required=True),
        _code("kind", "Missing or away", "missing_type", required=True),
        _day("ended", "Back on", hint="Leave empty while the child is not back"),
    ),
    since="started",
    until="ended",
)

SOCIAL_WORKERS = Table(
    "social_workers",
    "Social worker (as the return tells)",
    "Social workers (as the return tells)",
    models.SocialWorker,
    (
        _day("started", "From", required=True),
        _words("worker", "Worker's number", required=True, most=60),
        _ENDED,
        _code("reason", "Why it changed", "sw_reason"),
    ),
    since="started",
    until="ended",
)

LIBERTY = Table(
    "liberty_orders",
    "Deprivation of liberty order",
    "Deprivation of liberty orders",
    models.LibertyOrder,
    (_day("started", "From", required=True), _ENDED),
    since="started",
    until="ended",
)

PEOPLE = Table(
    "relations",
    "Person in the child's life",
    "People in the child's life",
    models.Relation,
    (
        _words("name", "Name", required=True, most=120),
        _words(
            "relationship", "Who they are to the child", required=True, hint="Such as mother, teacher", most=60
        ),
        _choice("capacity", "In what way", RELATIONS, required=True),
        _choice("parental_responsibility", "Parental responsibility", RESPONSIBILITY, required=True),
        _words("organisation", "Organisation", most=120),
        Field("contact", "How to reach them", Kind.LONG, most=500, empty=""),
        _words("needs", "What they need", hint="Such as an interpreter, or easy read"),
        _words("caution", "Caution", hint="Such as: address not to be shared"),
        _day("started", "Since"),
        _day("ended", "Until"),
    ),
    since="started",
    until="ended",
)

COMMUNICATION = Table(
    "communication_needs",
    "Communication need",
    "Communication needs",
    models.CommunicationNeed,
    (
        _words("need", "How the child communicates", required=True, most=60),
        _words("helps", "What helps"),
        _day("started", "Since"),
        _day("ended", "Until"),
    ),
    since="started",
    until="ended",
)

WARNINGS = Table(
    "warnings",
    "Warning",
    "Warnings",
    models.Warning,
    (
        _words("kind", "About what", required=True, most=60),
        _words("says", "What to know", required=True, most=300),
        _day("started", "From", required=True),
        _day(
            "review_on", "Look at it again on", required=True, hint="A warning that nobody looks at stays for ever"
        ),
        _ENDED,
    ),
    since="started",
    until="ended",
)

UNACCOMPANIED = Table(
    "uasc",
    "Status as an unaccompanied child seeking asylum",
    "Status as an unaccompanied child seeking asylum",
    models.Uasc,
    (
        Field(
            "status_ceased", "Ended on", Kind.DAY, nothing="It has not ended",
            hint="The 18th birthday at the latest. Leave empty while it lasts",
        ),
    ),
    until="status_ceased",
    once=True,
    help="For a child who came to this country alone and asked for asylum.",
)  # fmt: skip

OUTCOMES = Table(
    "outcomes",
    "Health and wellbeing in a year",
    "Health and wellbeing, year by year",
    models.Outcome,
    (
        _year("A year from 1 April to 31 March, in all of which the child was in care"),
        _yes_no("health_assessment", "Health assessment done?", required=True),
        _yes_no("teeth_check", "Seen by a dentist?", required=True),
        _yes_no("immunisations", "Immunisations up to date?", required=True),
        _yes_no(
            "health_check", "Health checks of a young child done?",
            "Only for a child under 5 at the end of the year",
        ),
        Field(
            "sdq_score", "Strengths and Difficulties score", Kind.NUMBER, most=40,
            hint="0 to 40. For a child who was 4 or over when the year began, and under 17 when it ended",
        ),
        _code("sdq_reason", "Why there is no score", "sdq_reason"),
        _yes_no(
            "convicted", "Convicted, or given a youth caution?",
            "Only for a child of 10 or over at the end of the year",
        ),
        _yes_no("substance_misuse", "Was there a problem with drugs or alcohol?", required=True),
        _yes_no("intervention_received", "Did the child get help?", "Only if there was a problem"),
        _yes_no("intervention_offered", "Was help offered?", "Only if the child did not get help"),
    ),
    help="What the yearly return asks of every child who was in care for the whole of the year.",
)  # fmt: skip

CARE_LEAVERS = Table(
    "care_leavers",
    "How a young person is after leaving care",
    "After leaving care, year by year",
    models.CareLeaver,
    (
        _year("A year from 1 April to 31 March, with a birthday in it"),
        _code("in_touch", "Is the council in touch with the young person?", "in_touch", required=True),
        _code("activity", "What the young person does", "care_leaver_activity", required=True),
        _code("accommodation", "Where the young person lives", "care_leaver_accommodation", required=True),
    ),
    help="What the yearly return asks after care, for each birthday from the 17th to the 21st.",
)

ADOPTION = Table(
    "adoptions",
    "Adoption",
    "Adoption",
    models.Adoption,
    (
        _day("decided", "Decided that the child should be placed for adoption on", required=True),
        _day("matched", "Matched with the adopters on", required=True),
        _choice("by_foster_carer", "Were the adopters the child's foster carers?", YES_NO, required=True),
        _code("adopters", "How many adopters are there?", "adopters_number", required=True),
        _code("adopters_sex", "Who are they?", "adopters_sex", required=True),
        _code(
            "adopters_legal_status", "Are they single, married or partners?", "adopters_legal_status",
            required=True,
        ),
    ),
    since="matched",
    once=True,
    help="For a child who was adopted. That care ended so is told by the last episode.",
)  # fmt: skip

PREVIOUS = Table(
    "previous_permanence",
    "Earlier adoption or order",
    "Earlier adoptions and orders",
    models.PreviousPermanence,
    (
        _year("The year in which the child came into care"),
        _choice("previous", "What there was before the child came into care", EARLIER_PERMANENCE, required=True),
        Field(
            "ordered", "Day of the order", tidy=_lower, most=10,
            hint="Such as 27/03/2019. Write zz for a day or month that is not known: zz/zz/2019, and zz/zz/zzzz",
        ),
        Field(
            "authority", "Council that arranged it", tidy=_upper, most=3,
            hint="Its number of three digits; 999 if it is not known. Outside England: SCO, WAL, NIR or NUK",
        ),
    ),
    help="Whether a child who came into care had been adopted before, or lived with a guardian by an order.",
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.key: table
    for table in (
        EPISODES,
        REVIEWS,
        EARLY_REVIEWS,
        LEGAL,
        PLACEMENTS,
        CARE_PLANS_TABLE,
        PERMANENCE,
        ADOPTION_DECISIONS,
        VISITS_TABLE,
        HEALTH,
        SDQ,
        EDUCATION,
        DISABILITY,
        IMMIGRATION,
        MISSING,
        SOCIAL_WORKERS,
        LIBERTY,
        UNACCOMPANIED,
        OUTCOMES,
        CARE_LEAVERS,
        ADOPTION,
        PREVIOUS,
        PEOPLE,
        COMMUNICATION,
        WARNINGS,
    )
}

#: The child's own row: it is corrected, never added to or taken away.
DETAILS = (
    _words("forename", "First name", most=80),
    _words("surname", "Last name", most=80),
    _words("known_as", "Known as", hint="What the child likes to be called", most=80),
    _words("pronouns", "Pronouns", hint="Such as she/her", most=40),
    _day("born", "Born on"),
    _code("sex", "Sex", "sex", required=True),
    _code("ethnicity", "Ethnicity", "ethnicity"),
    _words("ethnicity_detail", "Ethnicity in the family's own words", most=80),
    _words("language", "First language", most=40),
    Field("interpreter", "The child needs an interpreter", Kind.TICK, empty=False),
    _words("religion", "Religion", most=80),
    Field(
        "upn", "Unique pupil number", most=20, tidy=pupil_number.tidy,
        hint="A letter and twelve digits. Where there is none, why: "
        + "; ".join(f"{code} {why}" for code, why in pupil_number.NO_NUMBER.items()),
    ),
    _yes_no("mother", "Is the child a mother?", "Asked of girls who are in care"),
    _day("first_child_born", "First child born on", hint="Only for a mother"),
)  # fmt: skip
