-- One row a run of days that a child was looked after under one episode; no two of a child share a day.
-- The day a child leaves care belongs to the last episode; the day of a change belongs to the new one.
-- Needs: care_episodes
WITH following AS (
    SELECT
        *,
        lead(started) OVER (PARTITION BY child ORDER BY started) AS next_started
    FROM care_episodes
),

ends AS (
    SELECT
        *,
        CASE WHEN reason_ceased = 'X1' THEN days_after(ceased, -1) ELSE ceased END AS last_day,
        days_after(next_started, -1) AS day_before_next
    FROM following
)

SELECT
    child,
    started AS from_day,
    least(
        coalesce(last_day, DATE '9999-12-31'), coalesce(day_before_next, DATE '9999-12-31')
    ) AS to_day,
    legal_status,
    placement,
    provider,
    need,
    period_started,
    file,
    line
FROM ends
