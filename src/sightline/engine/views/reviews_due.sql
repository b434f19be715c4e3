-- One row an obligation that fell due in :start to :end, or may have (known is false), as it stood on :end.
-- One whose clock stopped because the child left care first is left out. A review of unknown standing fell due
-- three to six months after the one before, or, where that was not seen, at most six months into the history.
-- It may be a first or second review only where that could fall due within the history: 34 days are the most that
-- 20 working days take, 92 the most that three months do.
-- Needs: review_clocks
WITH obligations AS (
    SELECT
        review_clocks.*,
        days_after(review_clocks.trigger_on, 90) AS earliest_due,
        days_after(
            coalesce(review_clocks.trigger_on, greatest(review_clocks.period_started, history.history_from)), 184
        ) AS latest_due,
        days_after(review_clocks.period_started, 34) >= history.history_from AS may_be_first,
        days_after(review_clocks.period_started, 126) >= history.history_from AS may_be_second
    FROM review_clocks
    CROSS JOIN history
)

SELECT
    child,
    file,
    line,
    CASE
        WHEN known THEN least(effective_due, coalesce(ended, effective_due))
        ELSE coalesce(met_on, ended, CAST(:end AS DATE))
    END AS day,
    CASE WHEN known THEN year(effective_due) * 100 + month(effective_due) END AS month,
    period_started,
    sequence,
    clock,
    least(number, 3) AS review_number,
    known,
    may_be_first,
    may_be_second,
    effective_due,
    met_on,
    coalesce(met_on <= effective_due, FALSE) AS in_time
FROM obligations
WHERE
    (
        known
        AND effective_due BETWEEN :start AND :end
        AND (completed_on IS NOT NULL OR ended IS NULL OR ended > effective_due)
    )
    OR (
        NOT known
        AND coalesce(earliest_due <= :end, TRUE)
        AND latest_due >= :start
        AND (completed_on IS NOT NULL OR ended IS NULL OR coalesce(ended > earliest_due, TRUE))
    )
