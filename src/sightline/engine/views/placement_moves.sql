-- One row a change of placement, :start to :end: the episode that ended by it.
-- Temporary moves and the return from them are none, nor is a change of status with the same carer.
-- Needs: care_episodes
SELECT
    episode.child,
    episode.file,
    episode.line,
    episode.ceased AS day,
    episode.legal_status,
    episode.placement,
    episode.provider,
    episode.need,
    episode.reason_moved
FROM care_episodes AS episode
LEFT JOIN care_episodes AS following
    ON episode.child = following.child AND episode.ceased = following.started
WHERE
    episode.ceased BETWEEN :start AND :end
    AND (
        (episode.reason_moved IS NOT NULL AND episode.reason_moved <> 'PLACE')
        OR (
            episode.reason_moved IS NULL
            AND following.reason_started IN ('P', 'B')
            AND episode.placement NOT IN ('T0', 'T1', 'T2', 'T3', 'T4')
            AND following.placement NOT IN ('T0', 'T1', 'T2', 'T3', 'T4')
        )
    )
