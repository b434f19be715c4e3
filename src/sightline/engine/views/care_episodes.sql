-- One row an episode that is not a short break, with the first day seen of its period of care.
-- A period goes on while each episode starts the day the one before ceased.
WITH in_care AS (
    SELECT
        child,
        started,
        lag(ceased) OVER (PARTITION BY child ORDER BY started) AS before_ceased
    FROM episodes
    WHERE legal_status NOT IN ('V3', 'V4')
),

first_days AS (
    SELECT
        child,
        started,
        CASE WHEN before_ceased = started THEN NULL ELSE started END AS first_day
    FROM in_care
),

in_periods AS (
    SELECT
        child,
        started,
        max(first_day) OVER (
            PARTITION BY child ORDER BY started ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS period_started
    FROM first_days
)

SELECT
    episodes.*,
    in_periods.period_started
FROM episodes
INNER JOIN in_periods ON episodes.child = in_periods.child AND episodes.started = in_periods.started
WHERE episodes.legal_status NOT IN ('V3', 'V4')
