-- One row a stay with the same carer. Its other columns are those of its last episode that is not temporary.
-- Temporary stays (T0 to T4) and the return from them do not break it, nor do changes with the same carer.
-- started_known is false for the first stay of a period whose start was not seen.
-- Needs: settled_episodes
WITH with_before AS (
    SELECT
        *,
        row_number() OVER in_order AS episode_number,
        lag(is_temporary) OVER in_order AS before_temporary,
        lag(settled_placement) OVER in_order AS before_placement,
        lag(settled_postcode) OVER in_order AS before_postcode,
        lag(settled_number) OVER in_order AS before_settled
    FROM settled_episodes
    WINDOW in_order AS (PARTITION BY child, period_started ORDER BY started)
),

moves AS (
    SELECT
        *,
        CASE
            WHEN episode_number = 1 THEN 1
            WHEN is_temporary OR reason_started NOT IN ('S', 'P', 'B') THEN 0
            WHEN
                before_temporary
                AND before_settled > 0
                AND placement IS NOT DISTINCT FROM before_placement
                AND placement_postcode IS NOT DISTINCT FROM before_postcode
                THEN 0
            ELSE 1
        END AS is_move
    FROM with_before
),

numbered AS (
    SELECT
        *,
        sum(is_move) OVER (
            PARTITION BY child, period_started ORDER BY started ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stay_number
    FROM moves
),

ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY child, period_started, stay_number ORDER BY is_temporary, started DESC
        ) AS from_last_settled
    FROM numbered
),

stays AS (
    SELECT
        child,
        period_started,
        stay_number,
        min(started) AS started,
        max(CASE WHEN ceased IS NULL THEN 1 ELSE 0 END) = 1 AS is_open,
        max(ceased) AS last_ceased,
        stay_number > 1 OR max(CASE WHEN episode_number = 1 AND reason_started = 'S' THEN 1 ELSE 0 END) = 1
            AS started_known
    FROM numbered
    GROUP BY child, period_started, stay_number
)

SELECT
    stays.child,
    stays.period_started,
    stays.started,
    stays.started_known,
    CASE WHEN NOT stays.is_open THEN stays.last_ceased END AS ended,
    ranked.placement,
    ranked.provider,
    ranked.legal_status,
    ranked.need,
    ranked.reason_started,
    ranked.reason_ceased,
    ranked.reason_moved,
    ranked.home_postcode,
    ranked.placement_postcode,
    ranked.urn,
    ranked.collection,
    ranked.file,
    ranked.line
FROM stays
INNER JOIN ranked
    ON
        stays.child = ranked.child
        AND stays.period_started = ranked.period_started
        AND stays.stay_number = ranked.stay_number
WHERE ranked.from_last_settled = 1
