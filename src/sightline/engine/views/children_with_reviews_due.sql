-- One row a child looked after on :end with a review that fell due (or may have) in :start to :end.
-- Needs: reviews_due, looked_after
WITH due AS (
    SELECT
        child,
        sum(CASE WHEN known AND NOT in_time THEN 1 ELSE 0 END) AS late,
        sum(CASE WHEN known THEN 0 ELSE 1 END) AS unknown
    FROM reviews_due
    GROUP BY child
)

SELECT
    looked_after.child,
    looked_after.file,
    looked_after.line,
    looked_after.day,
    looked_after.legal_status,
    looked_after.placement,
    looked_after.provider,
    looked_after.need,
    due.late,
    due.unknown,
    last_day.ordinal - first_day.ordinal > 20 AS over_twenty_days
FROM due
INNER JOIN looked_after ON due.child = looked_after.child
LEFT JOIN working_days AS first_day ON looked_after.period_started = first_day.day
LEFT JOIN working_days AS last_day ON looked_after.day = last_day.day
