-- One row is a child's first episode of this return that began before the year, beside the year before's open one.
SELECT e.*, l.started AS last_started
FROM ordered_episodes AS e
LEFT JOIN last_open AS l ON e.child = l.child
WHERE e.place_in_order = 1 AND e.started < :start
