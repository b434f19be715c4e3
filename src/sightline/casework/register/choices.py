"""What may be chosen where there is no code set of a return: keys as they are kept, and what they mean."""

from __future__ import annotations

from sightline.domain.codes import code_set
from sightline.domain.timescales import TIMESCALES

YES_NO = {"1": "Yes", "0": "No"}

#: The systems whose number of a child a person may enter. Our own number is given with the row; the pupil number
#: stands in the child's own row.
NUMBERED_BY = {"case": "Case system", "903": "SSDA903"}

#: The keys of the care plan in the Standard Safeguarding Dataset (`ssd_cla_care_plan`).
CARE_PLANS = {
    "REMAINSUP": "Stay at home with support",
    "RETURN1M": "Go home within a month",
    "RETURN6M": "Go home within six months",
    "RETURNEV": "Go home one day",
    "LTRELFR": "Grow up with relatives or friends",
    "LTFOST18": "Grow up with foster carers, to 18",
    "RESPLMT": "Live in a children's home",
    "SUPPLIV": "Supported living in the community",
    "ADOPTION": "Adoption",
    "OTHERPLN": "Another plan",
}

PERMANENCE_ROUTES = {
    **CARE_PLANS,
    "SGO": "Special guardianship",
    "CAO": "Child arrangements order",
    "RETURN": "Return home",
    "KINSHIP": "Live with relatives or friends",
    "LTFOSTER": "Long-term fostering",
}

#: Those of the return, and what a child may have outside it.
LEGAL_STATUSES = {
    **{code.code: code.label for code in code_set("legal_status").values()},
    "ISO": "Interim supervision order",
    "SO": "Supervision order",
    "CAO": "Child arrangements order",
    "SGO": "Special guardianship order",
    "AO": "Adoption order",
    "S76": "Section 76 accommodation (Wales)",
}

EARLY_TRIGGERS = {
    key: timescale.title for key, timescale in TIMESCALES.items() if key.startswith("cla-review-early-")
}

#: Those of the return, of which one says that there was none.
EARLIER_PERMANENCE = {
    **{code.code: code.label for code in code_set("previous_permanence").values()},
    "Z1": "No adoption or order before",
}

VISITS = {"social_worker": "Social worker", "iro": "Independent Reviewing Officer"}

HEALTH_CHECKS = {
    "initial": "Initial health assessment",
    "review": "Review health assessment",
    "dental": "Dental check",
    "immunisation": "Immunisations",
}
CHECK_STATUS = {"done": "Done", "declined": "The child said no", "booked": "Booked"}

#: The children in need census.
DISABILITIES = {
    "NONE": "None",
    "MOB": "Mobility",
    "HAND": "Hand function",
    "PC": "Personal care",
    "INC": "Continence",
    "COMM": "Communication",
    "LD": "Learning",
    "HEAR": "Hearing",
    "VIS": "Vision",
    "BEH": "Behaviour",
    "CON": "Consciousness",
    "AUT": "Autism",
    "DDA": "Another disability",
}

RELATIONS = {"family": "Family", "carer": "Carer", "professional": "Professional"}
RESPONSIBILITY = {"yes": "Yes", "no": "No", "unknown": "Not known"}
