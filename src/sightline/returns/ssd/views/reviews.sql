-- One row a review that was held; one that was cancelled is none, nor one still to come.
SELECT
    period.child,
    person.born,
    review.clar_cla_review_date AS held,
    review.clar_cla_review_participation AS participation,
    review.file,
    review.line
FROM ssd_cla_reviews AS review
INNER JOIN told_periods AS period ON period.cla_id = review.clar_cla_id
LEFT JOIN told_people AS person ON person.child = period.child
WHERE COALESCE(review.clar_cla_review_cancelled, 0) = 0 AND review.clar_cla_review_date <= :as_at
