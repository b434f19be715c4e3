-- One row a time under one legal status without a break, within a period of care.
-- started_known is false where the status may have begun before the first episode seen.
-- Needs: care_episodes
WITH changes AS (
    SELECT
        *,
        CASE
            WHEN lag(legal_status) OVER (PARTITION BY child, period_started ORDER BY started) = legal_status THEN 0
            ELSE 1
        END AS is_change
    FROM care_episodes
),

numbered AS (
    SELECT
        *,
        sum(is_change) OVER (
            PARTITION BY child, period_started ORDER BY started ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS number
    FROM changes
)

SELECT
    child,
    period_started,
    legal_status,
    min(started) AS started,
    max(CASE WHEN ceased IS NULL THEN DATE '9999-12-31' ELSE ceased END) AS ended,
    number > 1
    OR max(CASE WHEN started = period_started AND reason_started IN ('S', 'L', 'B', 'U') THEN 1 ELSE 0 END) = 1
        AS started_known
FROM numbered
GROUP BY child, period_started, legal_status, number
