-- One row a decision of a review issued to managers in :start to :end, and what they said within their days.
-- Needs: working_day_limits
SELECT
    decisions.child,
    decisions.file,
    decisions.line,
    decisions.issued_on AS day,
    coalesce(decisions.resource = 1, FALSE) AS resource,
    coalesce(decisions.queried_on <= working_day_limits.due, FALSE) AS objected,
    coalesce(decisions.changed = 1, FALSE) AS changed,
    working_day_limits.due,
    (SELECT max(until) FROM work_told) AS told_until
FROM decisions
LEFT JOIN working_day_limits
    ON working_day_limits.clock = 'review-manager-response' AND decisions.issued_on = working_day_limits.day
WHERE decisions.issued_on BETWEEN :start AND :end
