-- One row is a child in PrevPerm, with the child's Header and when the child came in.
SELECT
    p.*,
    count(*) OVER (PARTITION BY p.child) AS rows_of_child,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    f.came_in
FROM previous_permanence AS p
LEFT JOIN child_facts AS f ON p.child = f.child
