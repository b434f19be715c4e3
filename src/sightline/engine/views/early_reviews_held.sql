-- One row a review held in :start to :end that somebody had asked for sooner than it fell due.
-- It is the first held on or after the day of asking; of several who asked, the last.
WITH met AS (
    SELECT
        early_reviews.child,
        early_reviews.asked_on,
        early_reviews.trigger,
        min(reviews.held) AS held
    FROM early_reviews
    INNER JOIN reviews ON early_reviews.child = reviews.child AND early_reviews.asked_on <= reviews.held
    GROUP BY early_reviews.child, early_reviews.asked_on, early_reviews.trigger
),

ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child, held ORDER BY asked_on DESC, trigger) AS latest
    FROM met
)

SELECT
    ranked.child,
    reviews.file,
    reviews.line,
    ranked.held AS day,
    ranked.trigger
FROM ranked
INNER JOIN reviews ON ranked.child = reviews.child AND ranked.held = reviews.held
WHERE ranked.latest = 1 AND ranked.held BETWEEN :start AND :end
