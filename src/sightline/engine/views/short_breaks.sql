-- One row a child with an episode under an agreed series of short breaks on :end.
WITH open_episodes AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child ORDER BY started DESC, line DESC) AS latest
    FROM episodes
    WHERE legal_status IN ('V3', 'V4') AND started <= :end AND (ceased IS NULL OR ceased > :end)
)

SELECT
    child,
    file,
    line,
    CAST(:end AS DATE) AS day,
    legal_status,
    placement,
    provider,
    need
FROM open_episodes
WHERE latest = 1
