-- One row is a time missing or away, with the one before it, the placement left behind and the period of care.
WITH placements_left AS (
    SELECT m.file, m.line, min(e.ceased) AS placement_ended
    FROM missing AS m
    INNER JOIN ordered_episodes AS e ON m.child = e.child AND e.ceased > m.started
    WHERE e.next_reason_started IS NULL OR e.next_reason_started <> 'L'
    GROUP BY m.file, m.line
)

SELECT
    m.*,
    lag(m.line) OVER in_order AS previous_line,
    lag(m.ended) OVER in_order AS previous_ended,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    f.first_started,
    coalesce(f.has_episode, FALSE) AS has_episode,
    p.started AS care_started,
    p.ended AS care_ended,
    p.reason_ended AS care_reason_ended,
    l.placement_ended
FROM missing AS m
LEFT JOIN child_facts AS f ON m.child = f.child
LEFT JOIN care_periods AS p ON m.child = p.child AND m.started >= p.started AND m.started <= coalesce(p.ended, m.started)
LEFT JOIN placements_left AS l ON m.file = l.file AND m.line = l.line
WINDOW in_order AS (PARTITION BY m.child ORDER BY m.started, m.ended NULLS LAST, m.file, m.line)
