-- One row a child looked after on any day of :start to :end, as last seen in it, with times missing.
-- Needs: care_episodes
WITH overlapping AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child ORDER BY started DESC, line DESC) AS latest
    FROM care_episodes
    WHERE started <= :end AND (ceased IS NULL OR ceased >= :start)
),

times AS (
    SELECT
        child,
        count(*) AS times_missing
    FROM missing
    WHERE kind = 'M' AND started <= :end AND (ended IS NULL OR ended >= :start)
    GROUP BY child
)

SELECT
    overlapping.child,
    overlapping.file,
    overlapping.line,
    least(coalesce(overlapping.ceased, CAST(:end AS DATE)), CAST(:end AS DATE)) AS day,
    overlapping.legal_status,
    overlapping.placement,
    overlapping.provider,
    overlapping.need,
    coalesce(times.times_missing, 0) AS times_missing
FROM overlapping
LEFT JOIN times ON overlapping.child = times.child
WHERE overlapping.latest = 1
