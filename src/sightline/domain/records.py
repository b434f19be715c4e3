"""Each kind of record, declared once: the narrow waist of the system.

Return specs map files to these names, engines derive their table schemas from them, indicators are
written in them, and the casework apps will extract to them. A record is a frozen dataclass; its
fields are the columns, in order. `TABLES` names the table of each record.

Column types are text, code, number, flag and date. A code field names its code set, whose values by
collection year are in `sightline.domain.codes`. Three columns are added to every table that was read
from a file (see `PROVENANCE`): the collection year, the file and the line, so that any figure can be
walked back to the rows it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from sightline.domain.columns import Codes, FlagValue
from sightline.domain.columns import Column as Column
from sightline.domain.columns import ColumnType as ColumnType
from sightline.domain.columns import columns as columns
from sightline.domain.work import WORK as WORK
from sightline.domain.work import WORK_KEYS


@dataclass(frozen=True, slots=True)
class Child:
    """One row a child: who the child is. A child adopted gets a new identifier, never joined to this one."""

    child: str
    sex: Annotated[str, Codes("sex")]
    born: date
    ethnicity: Annotated[str, Codes("ethnicity")]
    upn: str | None = None
    mother: FlagValue = None
    first_child_born: date | None = None


@dataclass(frozen=True, slots=True)
class Episode:
    """One row a spell with one legal status and one placement. `ceased` is the day the next may start."""

    child: str
    started: date
    reason_started: Annotated[str, Codes("reason_new_episode")]
    legal_status: Annotated[str, Codes("legal_status")]
    need: Annotated[str, Codes("category_of_need")]
    placement: Annotated[str, Codes("placement_type")]
    provider: Annotated[str | None, Codes("placement_provider")] = None
    ceased: date | None = None
    reason_ceased: Annotated[str | None, Codes("reason_episode_ceased")] = None
    reason_moved: Annotated[str | None, Codes("reason_placement_change")] = None
    home_postcode: str | None = None
    placement_postcode: str | None = None
    urn: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One row a review of a looked-after child.

    `held` is the day of the (first) meeting. `completed` is the day the review process finished, later
    than `held` only when it was adjourned or took several meetings; `recorded` is the day its record was
    finished. A 903 return gives `held` alone. See R5 of the counting rules: the date basis is a setting.
    """

    child: str
    born: date
    held: date
    participation: Annotated[str, Codes("review_code")]
    completed: date | None = None
    recorded: date | None = None
    adjourned: FlagValue = None


@dataclass(frozen=True, slots=True)
class EarlyReview:
    """One row a date by which somebody with the power to ask wants a review sooner than it falls due."""

    child: str
    asked_on: date
    wanted_by: date
    trigger: str  # a timescale key: cla-review-early-iro, -welfare, -remand, -custody, -cease


@dataclass(frozen=True, slots=True)
class Uasc:
    """One row a child who is or was an unaccompanied asylum-seeking child in the year."""

    child: str
    sex: Annotated[str, Codes("sex")]
    born: date
    status_ceased: date | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row a child looked after continuously for twelve months at 31 March: health, SDQ, offending (OC2)."""

    child: str
    born: date
    sdq_score: int | None = None
    sdq_reason: Annotated[str | None, Codes("sdq_reason")] = None
    convicted: FlagValue = None
    health_check: FlagValue = None
    immunisations: FlagValue = None
    teeth_check: FlagValue = None
    health_assessment: FlagValue = None
    substance_misuse: FlagValue = None
    intervention_received: FlagValue = None
    intervention_offered: FlagValue = None


@dataclass(frozen=True, slots=True)
class CareLeaver:
    """One row a care leaver with a 17th to 21st birthday in the year (OC3)."""

    child: str
    born: date
    in_touch: Annotated[str, Codes("in_touch")]
    activity: Annotated[str, Codes("care_leaver_activity")]
    accommodation: Annotated[str, Codes("care_leaver_accommodation")]


@dataclass(frozen=True, slots=True)
class Adoption:
    """One row a child adopted in the year (AD1)."""

    child: str
    born: date
    decided: date
    matched: date
    by_foster_carer: Annotated[str, Codes("adoption_foster_care")]
    adopters: Annotated[str, Codes("adopters_number")]
    adopters_sex: Annotated[str, Codes("adopters_sex")]
    adopters_legal_status: Annotated[str, Codes("adopters_legal_status")]


@dataclass(frozen=True, slots=True)
class AdoptionDecision:
    """One row an agency decision that the child should be placed for adoption, and its end (SBPFA)."""

    child: str
    born: date
    decided: date
    ceased: date | None = None
    reason_ceased: Annotated[str | None, Codes("reason_placed_ceased")] = None


@dataclass(frozen=True, slots=True)
class PreviousPermanence:
    """One row a child starting to be looked after: an earlier adoption or order, if any.

    `ordered` stays text: the return allows partial dates (zz/MM/YYYY, zz/zz/YYYY, zz/zz/zzzz).
    """

    child: str
    born: date
    previous: Annotated[str, Codes("previous_permanence")]
    authority: str | None = None
    ordered: str | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """One row a time missing, or away from placement without authorisation."""

    child: str
    born: date
    kind: Annotated[str, Codes("missing_type")]
    started: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class SocialWorker:
    """One row a spell with one social worker."""

    child: str
    born: date
    worker: str
    started: date
    ended: date | None = None
    reason: Annotated[str | None, Codes("sw_reason")] = None


@dataclass(frozen=True, slots=True)
class LibertyOrder:
    """One row a deprivation of liberty order (DoLo, from the 2026-27 collection)."""

    child: str
    born: date
    started: date
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """One row a child: what the child is called. Names are in the register alone: no extract has them."""

    child: str
    forename: str | None = None
    surname: str | None = None
    known_as: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """One row a number that some system knows the child by. `scheme` is own, case, 903 or upn."""

    child: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class LegalStatus:
    """One row a legal status with its dates, those outside the 903's codes too."""

    child: str
    started: date
    legal_status: str
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class PlacementDetail:
    """One row a placement as the case system has it: what an episode of the return does not tell of it."""

    child: str
    started: date
    placement: str
    provider: str | None = None
    provider_name: str | None = None
    urn: str | None = None
    postcode: str | None = None
    distance: int | None = None  # from home, in tenths of a mile
    ended: date | None = None
    reason_ended: str | None = None


@dataclass(frozen=True, slots=True)
class CarePlan:
    """One row a care plan. `plan` is one of the keys of the Standard Safeguarding Dataset's care plan."""

    child: str
    started: date
    plan: str
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class PermanencePlan:
    """One row a plan of permanence. `route` says how (adoption, special guardianship, return home …)."""

    child: str
    started: date
    route: str
    second_route: str | None = None  # the other half of a twin-track plan
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """One row a visit to the child. `kind` is social_worker or iro."""

    child: str
    held: date
    kind: str
    worker: str | None = None
    seen: FlagValue = None
    seen_alone: FlagValue = None


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """One row a health check. `kind`: initial, review, dental, immunisation; `status`: done, declined, booked."""

    child: str
    held: date
    kind: str
    status: str | None = None


@dataclass(frozen=True, slots=True)
class SdqScore:
    """One row a Strengths and Difficulties Questionnaire: its total (0 to 40), or why there is none."""

    child: str
    completed: date
    score: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EducationPlan:
    """One row a meeting of a personal education plan (PEP)."""

    child: str
    held: date
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Disability:
    """One row a disability, by the codes of the children in need census."""

    child: str
    code: str
    started: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Immigration:
    """One row an immigration status with its dates, and the date by which something must be done about it."""

    child: str
    started: date
    status: str
    ended: date | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class Involvement:
    """One row a spell of somebody's work with the child. `worker` is that person's number in the case system."""

    child: str
    worker: str
    role: str
    started: date
    ended: date | None = None
    team: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """One row a child's membership of a family group: brothers and sisters share `family`."""

    child: str
    family: str


@dataclass(frozen=True, slots=True)
class Worker:
    """One row a professional, as the case system has them. Not of a child."""

    worker: str
    name: str | None = None
    title: str | None = None
    team: str | None = None
    registration: str | None = None
    fte: int | None = None  # in hundredths of full time
    agency: FlagValue = None


#: Table name of each record, and the fields that tell one row from another within a child's joined life.
TABLES: dict[str, type] = {
    "children": Child,
    "episodes": Episode,
    "reviews": Review,
    "uasc": Uasc,
    "outcomes": Outcome,
    "care_leavers": CareLeaver,
    "adoptions": Adoption,
    "adoption_decisions": AdoptionDecision,
    "previous_permanence": PreviousPermanence,
    "missing": Missing,
    "social_workers": SocialWorker,
    "liberty_orders": LibertyOrder,
    "early_reviews": EarlyReview,
}

KEYS: dict[str, tuple[str, ...]] = {
    "children": ("child",),
    "episodes": ("child", "started"),
    "reviews": ("child", "held"),
    "uasc": ("child",),
    "outcomes": ("child", "collection"),
    "care_leavers": ("child", "collection"),
    "adoptions": ("child",),
    "adoption_decisions": ("child", "decided"),
    "previous_permanence": ("child", "collection"),
    "missing": ("child", "kind", "started"),
    "social_workers": ("child", "worker", "started"),
    "liberty_orders": ("child", "started"),
    "early_reviews": ("child", "asked_on"),
}

#: What the register knows beyond any 903 return: entered by hand, or told by a feed of the case system.
REGISTER: dict[str, type] = {
    "names": Name,
    "identifiers": Identifier,
    "legal_statuses": LegalStatus,
    "placement_details": PlacementDetail,
    "care_plans": CarePlan,
    "permanence_plans": PermanencePlan,
    "visits": Visit,
    "health_checks": HealthCheck,
    "sdq_scores": SdqScore,
    "education_plans": EducationPlan,
    "disabilities": Disability,
    "immigration": Immigration,
    "involvements": Involvement,
    "families": Family,
    "workers": Worker,
}

#: Every table that a feed can tell, by its name.
RECORDS: dict[str, type] = TABLES | REGISTER

#: With what the reviewing service itself does, which no feed tells (`domain.work`).
EVERY: dict[str, type] = RECORDS | WORK

KEYS |= {
    "names": ("child",),
    "identifiers": ("child", "scheme", "value"),
    "legal_statuses": ("child", "started", "legal_status"),
    "placement_details": ("child", "started"),
    "care_plans": ("child", "started"),
    "permanence_plans": ("child", "started"),
    "visits": ("child", "held", "kind"),
    "health_checks": ("child", "held", "kind"),
    "sdq_scores": ("child", "completed"),
    "education_plans": ("child", "held"),
    "disabilities": ("child", "code"),
    "immigration": ("child", "started"),
    "involvements": ("child", "worker", "role", "started"),
    "families": ("child",),
    "workers": ("worker",),
    **WORK_KEYS,
}

#: Added to every table read from a file.
PROVENANCE: tuple[Column, ...] = (
    Column("collection", ColumnType.NUMBER, required=True),  # 2025 is 1 April 2024 to 31 March 2025
    Column("file", ColumnType.TEXT, required=True),
    Column("line", ColumnType.NUMBER, required=True),  # 1 is the heading line; in XML, the line of the element
)


def table_columns(table: str) -> tuple[Column, ...]:
    """The columns of a table by its name, provenance last. Raises KeyError for an unknown table."""
    return (*columns(EVERY[table]), *PROVENANCE)
