-- One row an obligation that fell due in :start to :end, or may have, with the day its review's record was finished.
-- here is false where the review that met it was not held in the service: when it was recorded is not known.
-- Needs: reviews_due, review_clocks
WITH recorded AS (
    SELECT
        child,
        held,
        max(recorded) AS recorded
    FROM review_processes
    GROUP BY child, held
)

SELECT
    reviews_due.child,
    reviews_due.file,
    reviews_due.line,
    reviews_due.day,
    reviews_due.month,
    reviews_due.review_number,
    reviews_due.known,
    reviews_due.in_time,
    recorded.child IS NOT NULL AS here,
    coalesce(recorded.recorded <= reviews_due.effective_due, FALSE) AS recorded_in_time
FROM reviews_due
INNER JOIN review_clocks
    ON
        reviews_due.child = review_clocks.child
        AND reviews_due.period_started = review_clocks.period_started
        AND reviews_due.sequence = review_clocks.sequence
LEFT JOIN recorded
    ON
        review_clocks.child = recorded.child
        AND review_clocks.held = recorded.held
        AND review_clocks.completed_on IS NOT NULL
