-- One row is a child in AD1, with the child's Header, placements and decision.
SELECT
    a.*,
    count(*) OVER (PARTITION BY a.child) AS rows_of_child,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    f.adopted_on,
    f.adopted_from,
    f.came_in,
    f.placed_for_adoption_on,
    f.first_decided,
    coalesce(f.decision_reversed, FALSE) AS decision_reversed
FROM adoptions AS a
LEFT JOIN child_facts AS f ON a.child = f.child
