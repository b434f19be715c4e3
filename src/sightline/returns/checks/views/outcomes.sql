-- One row is a child in OC2, with the child's Header and care in the year.
SELECT
    o.*,
    count(*) OVER (PARTITION BY o.child) AS rows_of_child,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    coalesce(f.continuously, FALSE) AS continuously,
    coalesce(f.is_care_leaver, FALSE) AS is_care_leaver,
    coalesce(f.has_adoption, FALSE) AS has_adoption,
    age_on(o.born, :start) AS age_at_start,
    age_on(o.born, :end) AS age_at_end,
    age_on(o.born, :start) >= 4 AND age_on(o.born, :end) < 17 AS is_of_sdq_age
FROM outcomes AS o
LEFT JOIN child_facts AS f ON o.child = f.child
