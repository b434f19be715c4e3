-- One row an obligation as it stands on :end; nothing after that day is looked at.
-- days_late and working_days_late count to the day it was met, care ended, or :end; 0 where not late, blank if unknown.
-- Needs: review_clocks
WITH standing AS (
    SELECT
        *,
        CASE
            WHEN effective_due IS NULL THEN 'unknown'
            WHEN met_on <= effective_due THEN 'met'
            WHEN met_on > effective_due THEN 'late'
            WHEN ended <= effective_due AND completed_on IS NULL THEN 'void'
            WHEN ended > effective_due AND completed_on IS NULL THEN 'missed'
            WHEN effective_due >= :end THEN 'due'
            ELSE 'overdue'
        END AS standing
    FROM review_clocks
),

counted_to AS (
    SELECT
        *,
        CASE standing
            WHEN 'late' THEN met_on
            WHEN 'missed' THEN ended
            WHEN 'overdue' THEN CAST(:end AS DATE)
            ELSE effective_due
        END AS last_day
    FROM standing
)

SELECT
    counted_to.child,
    counted_to.period_started,
    counted_to.sequence,
    counted_to.number,
    counted_to.clock,
    counted_to.trigger_on,
    counted_to.due,
    counted_to.effective_due,
    CASE WHEN counted_to.completed_on IS NOT NULL THEN counted_to.held END AS held,
    counted_to.met_on,
    counted_to.ended,
    counted_to.standing,
    days_between(counted_to.effective_due, counted_to.last_day) AS days_late,
    late_until.ordinal - late_from.ordinal AS working_days_late,
    counted_to.file,
    counted_to.line
FROM counted_to
LEFT JOIN working_days AS late_from ON counted_to.effective_due = late_from.day
LEFT JOIN working_days AS late_until ON counted_to.last_day = late_until.day
