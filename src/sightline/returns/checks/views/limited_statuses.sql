-- One row is an unbroken time under a legal status that the law limits to days, whatever the placements.
WITH limited AS (
    SELECT
        *,
        CASE WHEN previous_ceased = started AND previous_legal_status = legal_status THEN 0 ELSE 1 END AS begins
    FROM ordered_episodes
    WHERE legal_status IN ('J2', 'L1', 'L2', 'L3')
),

numbered AS (
    SELECT *, sum(begins) OVER (PARTITION BY child ORDER BY place_in_order) AS number
    FROM limited
)

SELECT
    max_by(file, place_in_order) AS file,
    max_by(line, place_in_order) AS line,
    min(legal_status) AS legal_status,
    days_between(min(started), max(coalesce(ceased, :end))) AS days
FROM numbered
GROUP BY child, number
