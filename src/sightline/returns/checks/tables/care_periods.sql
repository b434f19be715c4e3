-- One row is a period of care as far as this return tells of it; short breaks (V3, V4) are none.
WITH care_episodes AS (
    SELECT
        child, started, ceased, reason_ceased, place_in_order,
        CASE WHEN previous_ceased = started AND reason_started <> 'S' THEN 0 ELSE 1 END AS begins
    FROM ordered_episodes
    WHERE legal_status NOT IN ('V3', 'V4')
),

numbered AS (
    SELECT *, sum(begins) OVER (PARTITION BY child ORDER BY place_in_order) AS number
    FROM care_episodes
)

SELECT
    child,
    number,
    min(started) AS started,
    CASE WHEN count(ceased) = count(*) THEN max(ceased) END AS ended,
    max_by(reason_ceased, place_in_order) AS reason_ended
FROM numbered
GROUP BY child, number
