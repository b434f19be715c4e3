"""What is noted, found, told and answered between reviews: keys as they are kept, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

VISIT = "visit"

#: Lines of what the reviewing service did. A visit is a visit of the register, too.
CONTACTS: Mapping[str, str] = {
    VISIT: "Visited the child",
    "child": "Talked or wrote with the child",
    "social_worker": "Talked with the social worker",
    "manager": "Talked with a manager",
    "family": "Talked with the family",
    "carer": "Talked with the carer",
    "professional": "Talked with a school, health or another professional",
    "file_check": "Looked at the file",
    "panel": "Took part in a panel or another meeting",
    "other": "Something else",
}

#: What a midway check found.
ON_TRACK, SOME_DRIFT, FORWARD, CHALLENGE = "on_track", "some_drift", "bring_forward", "challenge"
FOUND: Mapping[str, str] = {
    ON_TRACK: "The plan is on track",
    SOME_DRIFT: "Some of it is drifting",
    FORWARD: "The review should be brought forward",
    CHALLENGE: "It has to be challenged",
}

#: Significant changes (IRO Handbook 2010; SI 2010/959 reg 32): whoever runs the case tells the reviewing officer.
CHANGES: Mapping[str, str] = {
    "placement": "Placement",
    "legal_status": "Legal status or court order",
    "plan": "Care plan",
    "school": "School or training",
    "missing": "Missing or away",
    "health": "Health",
    "harm": "Harm, or a risk of it",
    "other": "Something else",
}

#: Notices of a feed that are significant changes, and the change that each is.
OF_NOTICES: Mapping[str, str] = {
    "placement_changed": "placement",
    "legal_status_changed": "legal_status",
    "care_plan_changed": "plan",
    "went_missing": "missing",
}

#: What the reviewing officer answers to a change.
BROUGHT, NO, NOTED = "bring_forward", "no", "noted"
ANSWERS: Mapping[str, str] = {
    BROUGHT: "Bring the review forward",
    NO: "No earlier review, for the reason given",
    NOTED: "Noted: nothing else is needed",
}

#: The timescale of a review that the reviewing officer brings forward (SI 2010/959 reg 33(3)(a)).
EARLY = "cla-review-early-iro"
