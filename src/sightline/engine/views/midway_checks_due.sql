-- One row a midway check that was due in :start to :end. One that was not needed is not there.
-- next_held is the day of the next review, where it was held.
WITH next_reviews AS (
    SELECT
        midway_checks.child,
        midway_checks.since,
        min(reviews.held) AS next_held
    FROM midway_checks
    INNER JOIN reviews ON midway_checks.child = reviews.child AND midway_checks.since < reviews.held
    GROUP BY midway_checks.child, midway_checks.since
)

SELECT
    midway_checks.child,
    midway_checks.file,
    midway_checks.line,
    midway_checks.due AS day,
    midway_checks.done,
    coalesce(midway_checks.done <= midway_checks.due, FALSE) AS done_by_then,
    coalesce(
        midway_checks.done IS NOT NULL
        AND (next_reviews.next_held IS NULL OR midway_checks.done <= next_reviews.next_held),
        FALSE
    ) AS done_before_review,
    midway_checks.done IS NULL AND next_reviews.next_held IS NULL AS still_open,
    (SELECT max(until) FROM work_told) AS told_until
FROM midway_checks
LEFT JOIN next_reviews
    ON midway_checks.child = next_reviews.child AND midway_checks.since = next_reviews.since
WHERE midway_checks.due BETWEEN :start AND :end AND coalesce(midway_checks.not_needed, 0) = 0
