-- One row an episode in care, with the placement that a temporary stay (T0 to T4) interrupts.
-- settled_placement and settled_postcode are the episode's own unless it is temporary; blank if nothing came before.
-- Needs: care_episodes
WITH marked AS (
    SELECT
        child,
        period_started,
        started,
        ceased,
        reason_started,
        legal_status,
        placement,
        placement_postcode,
        placement IN ('T0', 'T1', 'T2', 'T3', 'T4') AS is_temporary
    FROM care_episodes
),

children_with_temporary_stays AS (
    SELECT DISTINCT child FROM marked
    WHERE is_temporary
),

numbered AS (
    SELECT
        marked.*,
        sum(CASE WHEN marked.is_temporary THEN 0 ELSE 1 END) OVER (
            PARTITION BY marked.child, marked.period_started ORDER BY marked.started
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS settled_number
    FROM marked
    INNER JOIN children_with_temporary_stays ON marked.child = children_with_temporary_stays.child
),

settled AS (
    SELECT
        child,
        period_started,
        settled_number,
        placement,
        placement_postcode
    FROM numbered
    WHERE NOT is_temporary
)

SELECT
    marked.*,
    marked.placement AS settled_placement,
    marked.placement_postcode AS settled_postcode
FROM marked
LEFT JOIN children_with_temporary_stays ON marked.child = children_with_temporary_stays.child
WHERE children_with_temporary_stays.child IS NULL
UNION ALL
SELECT
    numbered.child,
    numbered.period_started,
    numbered.started,
    numbered.ceased,
    numbered.reason_started,
    numbered.legal_status,
    numbered.placement,
    numbered.placement_postcode,
    numbered.is_temporary,
    settled.placement AS settled_placement,
    settled.placement_postcode AS settled_postcode
FROM numbered
LEFT JOIN settled
    ON
        numbered.child = settled.child
        AND numbered.period_started = settled.period_started
        AND numbered.settled_number = settled.settled_number
