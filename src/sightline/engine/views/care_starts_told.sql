-- One row a time a child started to be looked after, :start to :end: when the service knew, when an officer was named.
-- lag is in working days. left_first: care ended by the day an officer had to be named, and nobody was.
-- Needs: care_starts, periods_of_care, working_day_limits
WITH told AS (
    SELECT
        child,
        started,
        min(known) AS told_on
    FROM notifications
    GROUP BY child, started
),

ended AS (
    SELECT
        child,
        started,
        max(ended) AS ended
    FROM periods_of_care
    GROUP BY child, started
),

named AS (
    SELECT
        care_starts.child,
        care_starts.day,
        min(greatest(allocations.started, care_starts.day)) AS named_on
    FROM care_starts
    INNER JOIN allocations
        ON
            care_starts.child = allocations.child
            AND (allocations.ended IS NULL OR allocations.ended > care_starts.day)
    GROUP BY care_starts.child, care_starts.day
)

SELECT
    care_starts.child,
    care_starts.file,
    care_starts.line,
    care_starts.day,
    care_starts.legal_status,
    care_starts.placement,
    care_starts.provider,
    care_starts.need,
    told.told_on,
    to_tell.due AS told_due,
    greatest(0, on_told.ordinal - on_start.ordinal) AS lag,
    named.named_on,
    to_name.due AS named_due,
    coalesce(
        ended.ended <= to_name.due AND (named.named_on IS NULL OR named.named_on > to_name.due), FALSE
    ) AS left_first,
    (SELECT max(until) FROM work_told) AS told_until
FROM care_starts
LEFT JOIN told ON care_starts.child = told.child AND care_starts.day = told.started
LEFT JOIN ended ON care_starts.child = ended.child AND care_starts.day = ended.started
LEFT JOIN named ON care_starts.child = named.child AND care_starts.day = named.day
LEFT JOIN working_day_limits AS to_tell ON to_tell.clock = 'iro-notified' AND care_starts.day = to_tell.day
LEFT JOIN working_day_limits AS to_name ON to_name.clock = 'iro-appointed' AND care_starts.day = to_name.day
LEFT JOIN working_days AS on_start ON care_starts.day = on_start.day
LEFT JOIN working_days AS on_told ON told.told_on = on_told.day
