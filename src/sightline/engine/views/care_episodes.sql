-- One row an episode that is not a short break, with the first day seen of its period of care.
-- A period goes on while each episode starts the day the one before ceased.
WITH episodes_in_care AS (
    SELECT
        *,
        lag(ceased) OVER (PARTITION BY child ORDER BY started) AS before_ceased
    FROM episodes
    WHERE legal_status NOT IN ('V3', 'V4')
),

first_days AS (
    SELECT
        *,
        CASE WHEN before_ceased = started THEN NULL ELSE started END AS first_day
    FROM episodes_in_care
)

SELECT
    child,
    started,
    reason_started,
    legal_status,
    need,
    placement,
    provider,
    ceased,
    reason_ceased,
    reason_moved,
    home_postcode,
    placement_postcode,
    urn,
    collection,
    file,
    line,
    max(first_day) OVER (
        PARTITION BY child ORDER BY started ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS period_started
FROM first_days
