-- One row is a deprivation of liberty order, with the order before it, the period of care and its placements.
WITH placements AS (
    SELECT
        o.file, o.line,
        max(CASE WHEN e.placement IN ('K2', 'Z12', 'Z13') THEN 0 ELSE 1 END) = 1 AS in_unexpected_placement,
        max(CASE WHEN e.placement IN ('K1', 'K3', 'P1', 'R5') THEN 1 ELSE 0 END) = 1 AS in_barred_placement
    FROM liberty_orders AS o
    INNER JOIN episodes AS e
        ON o.child = e.child
        AND e.started <= coalesce(o.ended, :end)
        AND coalesce(e.ceased, :end) >= o.started
    GROUP BY o.file, o.line
)

SELECT
    o.*,
    lag(o.line) OVER in_order AS previous_line,
    lag(o.ended) OVER in_order AS previous_ended,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    coalesce(f.has_episode, FALSE) AS has_episode,
    p.started AS care_started,
    p.ended AS care_ended,
    c.in_unexpected_placement,
    c.in_barred_placement
FROM liberty_orders AS o
LEFT JOIN child_facts AS f ON o.child = f.child
LEFT JOIN care_periods AS p ON o.child = p.child AND o.started >= p.started AND o.started <= coalesce(p.ended, o.started)
LEFT JOIN placements AS c ON o.file = c.file AND o.line = c.line
WINDOW in_order AS (PARTITION BY o.child ORDER BY o.started, o.ended NULLS LAST, o.file, o.line)
