-- One row is a child in the UASC file, with the child's Header.
SELECT
    u.*,
    count(*) OVER (PARTITION BY u.child) AS rows_of_child,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    f.sex AS header_sex,
    f.has_episode,
    f.is_care_leaver
FROM uasc AS u
LEFT JOIN child_facts AS f ON u.child = f.child
