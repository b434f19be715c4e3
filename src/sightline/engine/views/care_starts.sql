-- One row a time a child started to be looked after, :start to :end.
-- Needs: care_episodes
SELECT
    child,
    file,
    line,
    started AS day,
    legal_status,
    placement,
    provider,
    need,
    row_number() OVER (PARTITION BY child ORDER BY started) = 1 AS first_of_child
FROM care_episodes
WHERE reason_started = 'S' AND started BETWEEN :start AND :end
