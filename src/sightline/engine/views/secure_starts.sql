-- One row a time a child came under remand (J1) or into a secure children's home (K1), :start to :end.
-- Needs: care_episodes
WITH children_of_these AS (
    SELECT DISTINCT child FROM care_episodes
    WHERE legal_status = 'J1' OR placement = 'K1'
),

marked AS (
    SELECT
        care_episodes.*,
        lag(legal_status) OVER in_order AS legal_status_before,
        lag(placement) OVER in_order AS placement_before
    FROM care_episodes
    INNER JOIN children_of_these ON care_episodes.child = children_of_these.child
    WINDOW in_order AS (PARTITION BY care_episodes.child, period_started ORDER BY started)
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
