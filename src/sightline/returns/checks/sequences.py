"""Checks of Episodes that look at the episodes before and after."""

from sightline.returns.checks.check import Check

_CHAIN = (
    Check(
        key="SL-EP-60",
        title="An episode starts only after the one before it ended",
        table="episodes",
        fields=("started",),
        holds="started >= previous_ceased",
        mend="Correct the day one ended or the other started.",
        official=("501",),
    ),
    Check(
        key="SL-EP-61",
        title="An episode that another follows has ended",
        table="episodes",
        fields=("ceased", "reason_ceased"),
        holds="next_line IS NULL OR ceased IS NOT NULL",
        mend="Enter the day and the reason it ceased.",
        official=("142",),
    ),
    Check(
        key="SL-EP-62",
        title="An episode that ended with X1 is followed by another on the same day",
        table="episodes",
        fields=("reason_ceased", "ceased"),
        holds="NOT reason_ceased = 'X1' OR coalesce(next_started = ceased, FALSE)",
        mend="Add the episode that follows, or say why the child left care.",
        official=("388",),
    ),
    Check(
        key="SL-EP-63",
        title="An episode that goes on from another (L, P, T, B, U) starts the day that one ended",
        table="episodes",
        fields=("started", "reason_started"),
        holds="reason_started = 'S' OR started = previous_ceased",
        mend="Correct the day, or use S if the child came into care again.",
        official=("433",),
    ),
    Check(
        key="SL-EP-64",
        title="The first episode of a child in care starts with S, unless it began before the year",
        table="episodes",
        fields=("reason_started",),
        holds="NOT is_first_seen OR reason_started = 'S' OR started < :start",
        mend="Use S, or add the episode that came before.",
        official=("357",),
    ),
    Check(
        key="SL-EP-65",
        title="An episode after the child left care starts with S",
        table="episodes",
        fields=("reason_started",),
        holds="previous_reason_ceased = 'X1' OR reason_started = 'S'",
        mend="Use S, or end the episode before with X1.",
        official=("432",),
    ),
    Check(
        key="SL-EP-66",
        title="A child does not come into care (S) the day the episode before ended",
        table="episodes",
        fields=("reason_started", "started"),
        holds="NOT reason_started = 'S' OR started <> previous_ceased",
        mend="Say what changed (L, P, T, B, U) and end the episode before with X1.",
        official=("431",),
    ),
    Check(
        key="SL-EP-67",
        title="Nothing follows when a child died, was adopted or was found to be an adult",
        table="episodes",
        fields=("reason_ceased",),
        holds="reason_ceased NOT IN ('E2', 'E11', 'E12', 'E15') OR next_line IS NULL",
        mend="Correct the reason or the later episodes. A child back in care after adoption has a new number.",
        official=("199", "437"),
    ),
    Check(
        key="SL-EP-68",
        title="The category of need does not change within a period of care",
        table="episodes",
        fields=("need",),
        holds="NOT (started = previous_ceased AND reason_started <> 'S') OR need = previous_need",
        mend="Keep the category the period of care began with.",
        official=("504",),
    ),
)

_CHANGES = (
    Check(
        key="SL-EP-70",
        title="Where only the legal status changed (L), it differs and the placement does not",
        table="episodes",
        fields=("reason_started", "legal_status", "placement"),
        holds="NOT (reason_started = 'L' AND previous_ceased IS NOT NULL)"
        " OR (legal_status <> previous_legal_status AND NOT placement_differs)",
        mend="Say what changed: P or T for the placement, B or U for both.",
        official=("434",),
    ),
    Check(
        key="SL-EP-71",
        title="Where only the placement changed (P, T), it differs and the legal status does not",
        table="episodes",
        fields=("reason_started", "placement", "legal_status"),
        holds="NOT (reason_started IN ('P', 'T') AND previous_ceased IS NOT NULL)"
        " OR (legal_status = previous_legal_status AND placement_differs)",
        mend="Say what changed: L for the legal status, B or U for both.",
        official=("435",),
    ),
    Check(
        key="SL-EP-72",
        title="Where legal status and placement changed (B, U), both differ",
        table="episodes",
        fields=("reason_started", "placement", "legal_status"),
        holds="NOT (reason_started IN ('B', 'U') AND previous_ceased IS NOT NULL)"
        " OR (legal_status <> previous_legal_status AND placement_differs)",
        mend="Say what changed: L for the legal status, P or T for the placement.",
        official=("436",),
    ),
    Check(
        key="SL-EP-73",
        title="An episode that a move of placement ended has the reason for the move",
        table="episodes",
        fields=("reason_moved",),
        holds="NOT (reason_ceased = 'X1' AND next_reason_started IN ('P', 'T', 'B', 'U')"
        " AND NOT is_temporary AND NOT next_is_temporary) OR reason_moved IS NOT NULL",
        mend="Enter why the placement changed, on the episode that ended.",
        official=("225",),
    ),
    Check(
        key="SL-EP-74",
        title="A move to or from a temporary placement has no reason for the move",
        table="episodes",
        fields=("reason_moved",),
        holds="NOT (is_temporary OR coalesce(next_is_temporary, FALSE)) OR reason_moved IS NULL",
        mend="Leave it blank: a temporary move is no change of placement.",
        official=("226",),
    ),
    Check(
        key="SL-EP-75",
        title="An open episode has no reason for a move",
        table="episodes",
        fields=("reason_moved",),
        holds="ceased IS NOT NULL OR reason_moved IS NULL",
        mend="Leave it blank until the episode has ended.",
        official=("233",),
    ),
)

_TEMPORARY = (
    Check(
        key="SL-EP-80",
        title="A period of care does not start in a temporary placement",
        table="episodes",
        fields=("placement", "reason_started"),
        holds="NOT reason_started = 'S' OR NOT is_temporary",
        mend="Enter the placement the child came to.",
        official=("380",),
    ),
    Check(
        key="SL-EP-81",
        title="A period of care does not end in a temporary placement",
        table="episodes",
        fields=("placement", "reason_ceased"),
        holds="reason_ceased = 'X1' OR NOT is_temporary",
        mend="Add the return to the placement, or enter where the child really lived.",
        official=("381",),
    ),
    Check(
        key="SL-EP-82",
        title="After a temporary placement the child returns (P) to the placement and postcode before it",
        table="episodes",
        fields=("placement", "placement_postcode", "reason_started"),
        # a change of legal status during the stay (L) is no return; a stay of two episodes is not followed further
        holds="NOT (previous_is_temporary AND started = previous_ceased)"
        " OR (reason_started = 'L' AND placement = previous_placement)"
        " OR (reason_started = 'P' AND (placement_before_previous IN ('T0', 'T1', 'T2', 'T3', 'T4')"
        " OR (placement = placement_before_previous AND placement_postcode = postcode_before_previous)))",
        mend="Enter the return; a stay that the child did not return from was a change of placement.",
        official=("383",),
    ),
)


CHECKS: tuple[Check, ...] = (*_CHAIN, *_CHANGES, *_TEMPORARY)
