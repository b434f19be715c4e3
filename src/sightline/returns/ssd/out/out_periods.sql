-- One row an episode, with the number of its period of care: the first episode of an unbroken chain gives it.
WITH marked AS (
    SELECT
        *,
        CASE WHEN lag(ceased) OVER (PARTITION BY child ORDER BY started) = started THEN 0 ELSE 1 END AS begins
    FROM episodes
)

SELECT
    *,
    child || '-' || sum(begins) OVER (PARTITION BY child ORDER BY started) AS cla_id
FROM marked
