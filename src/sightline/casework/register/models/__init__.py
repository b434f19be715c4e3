"""The register's tables. Those told of a child have the columns of `sightline.domain.records`, name for name."""

from sightline.casework.register.models.access import Glass, Restriction, RestrictionMember
from sightline.casework.register.models.around import (
    CommunicationNeed,
    Involvement,
    Relation,
    SiblingGroup,
    Warning,
)
from sightline.casework.register.models.care import (
    Adoption,
    AdoptionDecision,
    CarePlan,
    EarlyReview,
    Episode,
    LegalStatus,
    LibertyOrder,
    PermanencePlan,
    PlacementDetail,
    PreviousPermanence,
    Review,
)
from sightline.casework.register.models.child import Child, Identifier
from sightline.casework.register.models.fact import Fact
from sightline.casework.register.models.loading import Contradiction, Import, Notice, Upload
from sightline.casework.register.models.standing import Standing
from sightline.casework.register.models.wellbeing import (
    CareLeaver,
    Disability,
    EducationPlan,
    HealthCheck,
    Immigration,
    Missing,
    Outcome,
    SdqScore,
    SocialWorker,
    Uasc,
    Visit,
)

__all__ = [
    "Adoption",
    "AdoptionDecision",
    "CareLeaver",
    "CarePlan",
    "Child",
    "CommunicationNeed",
    "Contradiction",
    "Disability",
    "EarlyReview",
    "EducationPlan",
    "Episode",
    "Fact",
    "Glass",
    "HealthCheck",
    "Identifier",
    "Immigration",
    "Import",
    "Involvement",
    "LegalStatus",
    "LibertyOrder",
    "Missing",
    "Notice",
    "Outcome",
    "PermanencePlan",
    "PlacementDetail",
    "PreviousPermanence",
    "Relation",
    "Restriction",
    "RestrictionMember",
    "Review",
    "SdqScore",
    "SiblingGroup",
    "SocialWorker",
    "Standing",
    "Uasc",
    "Upload",
    "Visit",
    "Warning",
]
