-- One row a decision of a review that was to be done by a day in :start to :end.
-- Withdrawn and superseded decisions are not there: nobody waits for them.
SELECT
    child,
    file,
    line,
    by_when AS day,
    coalesce(first_by_when < by_when, FALSE) AS set_again,
    result,
    coalesce(result = 'done' AND result_on <= by_when, FALSE) AS done_by_then
FROM decisions
WHERE by_when BETWEEN :start AND :end AND state NOT IN ('draft', 'withdrawn') AND result <> 'superseded'
