-- One row is a short break (V3), with the days it had in the year and those of the child's breaks up to it.
WITH breaks AS (
    SELECT
        child, file, line, started, place_in_order,
        days_between(started, coalesce(ceased, :end)) AS days,
        greatest(days_between(greatest(started, :start), least(coalesce(ceased, :end), :end)), 0) AS days_in_year
    FROM ordered_episodes
    WHERE legal_status = 'V3'
)

SELECT
    *,
    sum(days_in_year) OVER (PARTITION BY child ORDER BY place_in_order) AS days_so_far
FROM breaks
