-- One row an obligation as it stands on :on; nothing after that day is looked at.
-- days_late and working_days_late count to the day it was met, care ended, or :on; 0 where not late, blank if unknown.
-- Needs: review_obligations, review_segments
WITH obligations AS (
    SELECT
        child,
        period_started,
        sequence,
        CASE WHEN is_whole THEN sequence END AS number,
        CASE WHEN ended <= :on THEN ended END AS ended,
        completed_on,
        completed_on IS NOT NULL AND completed_on <= :on AS is_completed,
        CASE WHEN completed_on <= :on AND met_on <= :on THEN met_on END AS met_on,
        coalesce(trigger_on, period_started) AS began,
        CASE WHEN completed_on <= :on THEN held END AS held,
        file,
        line
    FROM review_obligations
    WHERE coalesce(trigger_on, period_started) <= :on
),

with_next AS (
    SELECT
        *,
        lead(segment_started) OVER (PARTITION BY child, period_started, sequence ORDER BY segment_started)
            AS next_started
    FROM review_segments
    WHERE segment_started <= :on
),

-- the first that was overdue before the next change of track, else the last
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY child, period_started, sequence
            ORDER BY
                CASE WHEN due < next_started THEN segment_started END NULLS LAST,
                segment_started DESC
        ) AS place
    FROM with_next
),

wanted_early AS (
    SELECT
        obligations.child,
        obligations.period_started,
        obligations.sequence,
        min(early_reviews.wanted_by) AS wanted_by
    FROM early_reviews
    INNER JOIN obligations
        ON
            early_reviews.child = obligations.child
            AND early_reviews.asked_on BETWEEN obligations.began AND :on
            AND (obligations.completed_on IS NULL OR early_reviews.asked_on < obligations.completed_on)
            AND (obligations.ended IS NULL OR early_reviews.asked_on <= obligations.ended)
    GROUP BY obligations.child, obligations.period_started, obligations.sequence
),

with_due AS (
    SELECT
        obligations.*,
        ranked.clock,
        ranked.trigger_on,
        ranked.due,
        CASE WHEN wanted_early.wanted_by < ranked.due THEN wanted_early.wanted_by ELSE ranked.due END AS effective_due
    FROM obligations
    INNER JOIN ranked
        ON
            obligations.child = ranked.child
            AND obligations.period_started = ranked.period_started
            AND obligations.sequence = ranked.sequence
            AND ranked.place = 1
    LEFT JOIN wanted_early
        ON
            obligations.child = wanted_early.child
            AND obligations.period_started = wanted_early.period_started
            AND obligations.sequence = wanted_early.sequence
),

standing AS (
    SELECT
        *,
        CASE
            WHEN effective_due IS NULL THEN 'unknown'
            WHEN met_on <= effective_due THEN 'met'
            WHEN met_on > effective_due THEN 'late'
            WHEN ended <= effective_due AND NOT is_completed THEN 'void'
            WHEN ended > effective_due AND NOT is_completed THEN 'missed'
            WHEN effective_due >= :on THEN 'due'
            ELSE 'overdue'
        END AS standing
    FROM with_due
),

counted_to AS (
    SELECT
        *,
        CASE standing
            WHEN 'late' THEN met_on
            WHEN 'missed' THEN ended
            WHEN 'overdue' THEN CAST(:on AS DATE)
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
    counted_to.held,
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
