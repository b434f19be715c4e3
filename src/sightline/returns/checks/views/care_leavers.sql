-- One row is a young person in OC3, with the child's Header and care in the year.
SELECT
    l.*,
    count(*) OVER (PARTITION BY l.child) AS rows_of_child,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    coalesce(f.in_care_at_end, FALSE) AS in_care_at_end,
    coalesce(f.has_adoption, FALSE) AS has_adoption,
    f.died_on,
    f.moved_authority_on,
    f.all_ended
FROM care_leavers AS l
LEFT JOIN child_facts AS f ON l.child = f.child
