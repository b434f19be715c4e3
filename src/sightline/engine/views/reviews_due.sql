-- One row an obligation that fell due in :start to :end, or may have (known is false).
-- One whose clock stopped because the child left care first is left out. Three months is the shortest
-- and six the longest a review of unknown standing can have run, less and plus a few days.
-- Needs: review_clocks
WITH obligations AS (
    SELECT
        *,
        coalesce(trigger_on, greatest(period_started, (SELECT history_from FROM history))) AS not_before
    FROM review_clocks
)

SELECT
    child,
    file,
    line,
    CASE
        WHEN known THEN least(effective_due, coalesce(ended, effective_due))
        ELSE least(coalesce(met_on, ended, CAST(:end AS DATE)), CAST(:end AS DATE))
    END AS day,
    CASE WHEN known THEN year(effective_due) * 100 + month(effective_due) END AS month,
    clock,
    least(number, 3) AS review_number,
    known,
    effective_due,
    met_on,
    coalesce(met_on <= effective_due, FALSE) AS in_time
FROM obligations
WHERE
    (
        known
        AND effective_due BETWEEN :start AND :end
        AND (met_on IS NOT NULL OR ended IS NULL OR ended > effective_due)
    )
    OR (
        NOT known
        AND period_started <= :end
        AND (trigger_on IS NULL OR days_after(trigger_on, 90) <= :end)
        AND days_after(not_before, 184) >= :start
        AND (met_on IS NOT NULL OR ended IS NULL OR trigger_on IS NULL OR ended > days_after(trigger_on, 90))
    )
