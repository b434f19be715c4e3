-- One row a decision of the review before, for each review held in the service in :start to :end.
-- Withdrawn and superseded decisions are not there. The day is that of the later review.
WITH processes AS (
    SELECT
        number,
        lead(held) OVER (PARTITION BY child ORDER BY held, number) AS next_held
    FROM review_processes
)

SELECT
    decisions.child,
    decisions.file,
    decisions.line,
    processes.next_held AS day,
    decisions.result,
    coalesce(decisions.result = 'done' AND decisions.result_on <= processes.next_held, FALSE) AS done_by_then
FROM decisions
INNER JOIN processes ON decisions.review = processes.number
WHERE
    processes.next_held BETWEEN :start AND :end
    AND decisions.state NOT IN ('draft', 'withdrawn')
    AND decisions.result <> 'superseded'
