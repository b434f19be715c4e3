-- One row a child with a review held in :start to :end: how many, and in how many the child took part.
WITH held AS (
    SELECT
        child,
        count(*) AS reviews,
        sum(CASE WHEN participation <> 'PN0' THEN 1 ELSE 0 END) AS reviews_from_four,
        sum(CASE WHEN participation IN ('PN1', 'PN2', 'PN3', 'PN5', 'PN6') THEN 1 ELSE 0 END) AS took_part,
        max(held) AS day
    FROM reviews
    WHERE held BETWEEN :start AND :end
    GROUP BY child
)

SELECT
    held.child,
    reviews.file,
    reviews.line,
    held.day,
    held.reviews,
    held.reviews_from_four,
    held.took_part
FROM held
INNER JOIN reviews ON held.child = reviews.child AND held.day = reviews.held
