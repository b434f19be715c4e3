-- One row a stay with the same carer. Its other columns are those of its last episode that is not temporary.
-- Temporary stays (T0 to T4) and the return from them do not break it, nor do changes with the same carer.
-- started_known is false for the first stay of a period whose start was not seen.
-- Needs: settled_episodes, care_episodes
WITH with_before AS (
    SELECT
        *,
        lag(is_temporary) OVER in_order AS before_temporary,
        lag(settled_placement) OVER in_order AS before_placement,
        lag(settled_postcode) OVER in_order AS before_postcode
    FROM settled_episodes
    WINDOW in_order AS (PARTITION BY child, period_started ORDER BY started)
),

moves AS (
    SELECT
        child,
        period_started,
        started,
        ceased,
        is_temporary,
        CASE
            WHEN started = period_started THEN started
            WHEN is_temporary OR reason_started NOT IN ('S', 'P', 'B') THEN NULL
            WHEN
                before_temporary
                AND placement = before_placement
                AND placement_postcode IS NOT DISTINCT FROM before_postcode
                THEN NULL
            ELSE started
        END AS moved_on
    FROM with_before
),

in_stays AS (
    SELECT
        *,
        max(moved_on) OVER (
            PARTITION BY child, period_started ORDER BY started ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stay_started
    FROM moves
),

stays AS (
    SELECT
        child,
        period_started,
        stay_started,
        coalesce(max(CASE WHEN NOT is_temporary THEN started END), max(started)) AS last_settled,
        CASE WHEN count(ceased) = count(*) THEN max(ceased) END AS ended
    FROM in_stays
    GROUP BY child, period_started, stay_started
)

SELECT
    stays.child,
    stays.period_started,
    stays.stay_started AS started,
    stays.stay_started > stays.period_started OR firsts.reason_started = 'S' AS started_known,
    stays.ended,
    lasts.placement,
    lasts.provider,
    lasts.legal_status,
    lasts.need,
    lasts.reason_started,
    lasts.reason_ceased,
    lasts.reason_moved,
    lasts.home_postcode,
    lasts.placement_postcode,
    lasts.urn,
    lasts.collection,
    lasts.file,
    lasts.line
FROM stays
INNER JOIN care_episodes AS firsts ON stays.child = firsts.child AND stays.period_started = firsts.started
INNER JOIN care_episodes AS lasts ON stays.child = lasts.child AND stays.last_settled = lasts.started
