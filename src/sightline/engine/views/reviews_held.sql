-- One row a review held in :start to :end, with the obligation that it met, as known on :end.
-- in_care is false for a review outside any period of care: it met no obligation.
-- known is false where it cannot be told when it fell due, or it was adjourned and is not complete.
-- Needs: review_clocks
WITH met AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child, held ORDER BY period_started DESC) AS latest
    FROM review_clocks
    WHERE held BETWEEN :start AND :end
)

SELECT
    reviews.child,
    reviews.file,
    reviews.line,
    reviews.held AS day,
    reviews.participation,
    met.child IS NOT NULL AS in_care,
    met.clock,
    least(met.number, 3) AS review_number,
    coalesce(met.known AND met.completed_on IS NOT NULL, FALSE) AS known,
    met.effective_due,
    coalesce(met.met_on <= met.effective_due, FALSE) AS in_time
FROM reviews
LEFT JOIN met ON reviews.child = met.child AND reviews.held = met.held AND met.latest = 1
WHERE reviews.held BETWEEN :start AND :end
