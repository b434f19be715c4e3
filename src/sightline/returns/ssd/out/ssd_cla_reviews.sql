SELECT
    reviews.child || '-' || held AS clar_cla_review_id, arg_max(cla_id, started) AS clar_cla_id,
    held AS clar_cla_review_date, 0 AS clar_cla_review_cancelled, participation AS clar_cla_review_participation
FROM reviews
INNER JOIN out_periods ON out_periods.child = reviews.child AND out_periods.started <= held
GROUP BY reviews.child, held, participation
