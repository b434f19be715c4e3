-- One row a child looked after on :end: the review then outstanding, the oldest where there are two.
-- (There are two while a review is complete but not yet recorded, where recording is what meets the clock.)
-- Needs: review_clocks, looked_after
WITH outstanding AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child ORDER BY period_started DESC, sequence) AS oldest
    FROM review_clocks
    WHERE met_on IS NULL AND ended IS NULL
)

SELECT
    outstanding.child,
    outstanding.file,
    outstanding.line,
    looked_after.day,
    looked_after.legal_status,
    looked_after.placement,
    looked_after.provider,
    looked_after.need,
    outstanding.clock,
    least(outstanding.number, 3) AS review_number,
    outstanding.known,
    outstanding.effective_due,
    coalesce(outstanding.effective_due < looked_after.day, FALSE) AS overdue
FROM outstanding
INNER JOIN looked_after ON outstanding.child = looked_after.child
WHERE outstanding.oldest = 1
