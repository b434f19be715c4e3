-- One row a change of placement, :start to :end: the episode that ended by it.
-- Temporary moves and the return from them are none, nor is a change of status with the same carer.
-- Needs: care_episodes
WITH following AS (
    SELECT
        *,
        lead(started) OVER (PARTITION BY child ORDER BY started) AS next_started,
        lead(reason_started) OVER (PARTITION BY child ORDER BY started) AS next_reason,
        lead(placement) OVER (PARTITION BY child ORDER BY started) AS next_placement
    FROM care_episodes
)

SELECT
    child,
    file,
    line,
    ceased AS day,
    legal_status,
    placement,
    provider,
    need,
    reason_moved
FROM following
WHERE
    ceased BETWEEN :start AND :end
    AND (
        (reason_moved IS NOT NULL AND reason_moved <> 'PLACE')
        OR (
            reason_moved IS NULL
            AND next_started = ceased
            AND next_reason IN ('P', 'B')
            AND placement NOT IN ('T0', 'T1', 'T2', 'T3', 'T4')
            AND next_placement NOT IN ('T0', 'T1', 'T2', 'T3', 'T4')
        )
    )
