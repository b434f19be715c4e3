-- One row is a time between two of a child's periods of care; it began the day one ended.
WITH in_order AS (
    SELECT child, ended AS began, lead(started) OVER (PARTITION BY child ORDER BY number) AS ended
    FROM care_periods
)

SELECT * FROM in_order WHERE ended > began
