-- One row a review held in :start to :end, with the obligation that it met.
-- in_care is false for a review outside any period of care: it met no obligation.
-- Needs: review_clocks
SELECT
    reviews.child,
    reviews.file,
    reviews.line,
    reviews.held AS day,
    reviews.participation,
    met.child IS NOT NULL AS in_care,
    met.clock,
    least(met.number, 3) AS review_number,
    coalesce(met.known, FALSE) AS known,
    met.effective_due,
    coalesce(met.met_on <= met.effective_due, FALSE) AS in_time
FROM reviews
LEFT JOIN review_clocks AS met
    ON reviews.child = met.child AND coalesce(reviews.completed, reviews.held) = met.completed_on
WHERE reviews.held BETWEEN :start AND :end
