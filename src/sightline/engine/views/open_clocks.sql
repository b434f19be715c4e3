-- One row a child looked after on :end: the review then outstanding.
-- Needs: review_clocks
SELECT
    child,
    file,
    line,
    CAST(:end AS DATE) AS day,
    clock,
    least(number, 3) AS review_number,
    known,
    effective_due,
    coalesce(effective_due < :end, FALSE) AS overdue
FROM review_clocks
WHERE
    period_started <= :end
    AND (trigger_on IS NULL OR trigger_on <= :end)
    AND (met_on IS NULL OR met_on > :end)
    AND (ended IS NULL OR ended > :end)
