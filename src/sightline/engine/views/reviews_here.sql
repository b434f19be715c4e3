-- One row a review held in :start to :end, with what the service did for it, as its extract tells.
-- here is false for a review that the service did not hold itself: of its steps nothing is known.
-- seen: the officer had seen the child since the review before, or since care began. told_until is the last day told.
-- Needs: reviews_held, periods_of_care, working_day_limits, review_parents
WITH processes AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child, held ORDER BY number DESC) AS latest
    FROM review_processes
),

since AS (
    SELECT
        reviews_held.child,
        reviews_held.day,
        greatest(
            max(CASE WHEN reviews.held < reviews_held.day THEN reviews.held END),
            max(CASE WHEN periods_of_care.started <= reviews_held.day THEN periods_of_care.started END)
        ) AS since
    FROM reviews_held
    LEFT JOIN reviews ON reviews_held.child = reviews.child
    LEFT JOIN periods_of_care ON reviews_held.child = periods_of_care.child
    GROUP BY reviews_held.child, reviews_held.day
)

SELECT
    reviews_held.child,
    reviews_held.file,
    reviews_held.line,
    reviews_held.day,
    reviews_held.participation,
    reviews_held.in_care,
    reviews_held.known,
    reviews_held.in_time,
    reviews_held.review_number,
    processes.number IS NOT NULL AS here,
    processes.kind,
    processes.late_cause,
    processes.late_party,
    processes.chaired,
    processes.completed,
    processes.decisions_on,
    processes.recorded,
    processes.distributed,
    coalesce(processes.adjourned = 1, FALSE) AS adjourned,
    coalesce(processes.seen_on >= since.since, FALSE) AS seen,
    coalesce(processes.seen_on >= since.since AND processes.seen_alone = 1, FALSE) AS seen_alone,
    processes.permanence_on,
    coalesce(review_parents.asked, FALSE) AS parents_asked,
    coalesce(review_parents.came, FALSE) AS parents_came,
    coalesce(review_parents.heard, FALSE) AS parents_heard,
    for_decisions.due AS decisions_due,
    for_record.due AS record_due,
    for_distribution.due AS distribution_due,
    for_completion.due AS completion_due,
    (SELECT max(until) FROM work_told) AS told_until
FROM reviews_held
LEFT JOIN processes
    ON reviews_held.child = processes.child AND reviews_held.day = processes.held AND processes.latest = 1
LEFT JOIN since ON reviews_held.child = since.child AND reviews_held.day = since.day
LEFT JOIN review_parents ON processes.number = review_parents.review
LEFT JOIN working_day_limits AS for_decisions
    ON for_decisions.clock = 'review-decisions' AND processes.completed = for_decisions.day
LEFT JOIN working_day_limits AS for_record
    ON for_record.clock = 'review-record' AND processes.completed = for_record.day
LEFT JOIN working_day_limits AS for_distribution
    ON for_distribution.clock = 'review-distribution' AND processes.completed = for_distribution.day
LEFT JOIN working_day_limits AS for_completion
    ON for_completion.clock = 'cla-review-adjourn' AND processes.held = for_completion.day
