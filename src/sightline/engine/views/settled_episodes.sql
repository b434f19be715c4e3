-- One row an episode in care, with the placement that a temporary stay (T0 to T4) interrupts.
-- settled_placement and settled_postcode are the episode's own unless it is temporary; blank if nothing came before.
-- Needs: care_episodes
WITH counted AS (
    SELECT
        *,
        placement IN ('T0', 'T1', 'T2', 'T3', 'T4') AS is_temporary,
        sum(CASE WHEN placement IN ('T0', 'T1', 'T2', 'T3', 'T4') THEN 0 ELSE 1 END) OVER (
            PARTITION BY child, period_started ORDER BY started ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS settled_number
    FROM care_episodes
)

SELECT
    *,
    CASE
        WHEN is_temporary
            THEN
                max(CASE WHEN NOT is_temporary THEN placement END)
                    OVER (PARTITION BY child, period_started, settled_number)
        ELSE placement
    END AS settled_placement,
    CASE
        WHEN is_temporary
            THEN
                max(CASE WHEN NOT is_temporary THEN placement_postcode END)
                    OVER (PARTITION BY child, period_started, settled_number)
        ELSE placement_postcode
    END AS settled_postcode
FROM counted
