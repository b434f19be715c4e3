-- One row is a decision that a child should be placed for adoption, with the decision before it and the child.
SELECT
    d.*,
    lag(d.decided) OVER in_order AS previous_decided,
    lag(d.ceased) OVER in_order AS previous_ceased,
    lead(d.decided) OVER in_order AS next_decided,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    f.first_started,
    f.first_came_in,
    f.all_ended,
    f.adopted_on
FROM adoption_decisions AS d
LEFT JOIN child_facts AS f ON d.child = f.child
WINDOW in_order AS (PARTITION BY d.child ORDER BY d.decided, d.ceased NULLS LAST, d.file, d.line)
