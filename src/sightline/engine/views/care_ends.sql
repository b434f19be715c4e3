-- One row a time a child ceased to be looked after, :start to :end.
-- Needs: care_episodes
SELECT
    child,
    file,
    line,
    ceased AS day,
    legal_status,
    placement,
    provider,
    need,
    reason_ceased,
    row_number() OVER (PARTITION BY child ORDER BY ceased DESC) = 1 AS last_of_child
FROM care_episodes
WHERE reason_ceased <> 'X1' AND ceased BETWEEN :start AND :end
