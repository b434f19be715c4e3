-- One row a time a child came under remand (J1) or into a secure children's home (K1), :start to :end.
-- Needs: care_episodes
WITH marked AS (
    SELECT
        *,
        lag(legal_status) OVER (PARTITION BY child, period_started ORDER BY started) AS legal_status_before,
        lag(placement) OVER (PARTITION BY child, period_started ORDER BY started) AS placement_before
    FROM care_episodes
)

SELECT
    child,
    file,
    line,
    started AS day,
    legal_status,
    placement,
    provider,
    need
FROM marked
WHERE
    started BETWEEN :start AND :end
    AND (
        (legal_status = 'J1' AND coalesce(legal_status_before, '') <> 'J1')
        OR (placement = 'K1' AND coalesce(placement_before, '') <> 'K1')
    )
