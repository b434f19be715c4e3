-- One row a review held in the service in which a parent was named: asked, came, or was heard without coming.
-- A parent who is left out of the review, with a reason, is not counted as asked.
SELECT
    review,
    bool_or(plan <> 'excluded') AS asked,
    bool_or(plan <> 'excluded' AND coalesce(came IN ('yes', 'part', 'remote'), FALSE)) AS came,
    bool_or(
        plan <> 'excluded'
        AND (coalesce(came IN ('yes', 'part', 'remote'), FALSE) OR coalesce(sent_views = 1, FALSE))
    ) AS heard
FROM participants
WHERE capacity = 'parent'
GROUP BY review
