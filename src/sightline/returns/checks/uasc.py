"""Checks of UASC: unaccompanied asylum-seeking children."""

from sightline.returns.checks.check import Check, code_check, required_check
from sightline.returns.findings import Severity

CHECKS: tuple[Check, ...] = (
    required_check("uasc", "child"),
    required_check("uasc", "sex"),
    required_check("uasc", "born"),
    code_check("uasc", "sex"),
    Check(
        key="SL-UA-01",
        title="Unaccompanied status ends on or before the 18th birthday",
        table="uasc",
        fields=("status_ceased", "born"),
        holds="age_on(born, days_after(status_ceased, -1)) < 18",
        mend="Use the 18th birthday where nothing ended it sooner.",
        official=("304",),
    ),
    Check(
        key="SL-UA-02",
        title="Unaccompanied status has not ended after the collection year",
        table="uasc",
        fields=("status_ceased",),
        holds="status_ceased <= :end",
        mend="Leave it blank until it has ended.",
    ),
    Check(
        key="SL-UA-03",
        title="A child in the file was unaccompanied in the collection year",
        table="uasc",
        fields=("status_ceased",),
        holds="status_ceased >= :start",
        mend="A child whose status ended in an earlier year is left out, unless it was not reported then.",
        severity=Severity.WARNING,
    ),
    Check(
        key="SL-UA-04",
        title="Unaccompanied status ends after the child's birth",
        table="uasc",
        fields=("status_ceased", "born"),
        holds="status_ceased > born",
        mend="Correct the date of birth or the date the status ended.",
    ),
    Check(
        key="SL-UA-05",
        title="An unaccompanied child is 11 or older when the year ends",
        table="uasc",
        fields=("born",),
        holds="age_on(born, :end) >= 11",
        mend="Confirm the date of birth: most unaccompanied children are older.",
        since=2025,
        severity=Severity.WARNING,
        official=("231",),
    ),
    Check(
        key="SL-UA-06",
        title="A care leaver who was not looked after in the year is not in the UASC file",
        table="uasc",
        fields=("child",),
        holds="NOT is_care_leaver OR has_episode",
        mend="Remove the row: the file is for the years in which the child was looked after.",
        official=("1014",),
        needs=("episodes", "care_leavers"),
    ),
)
