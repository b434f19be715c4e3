-- One row is a child in Header, with what the other files of this return say of the child.
SELECT
    c.*,
    count(*) OVER (PARTITION BY c.child) AS rows_of_child,
    count(*) OVER (PARTITION BY c.upn) AS rows_of_upn,
    f.has_episode,
    f.had_care,
    f.had_breaks,
    f.continuously,
    f.in_care_at_end,
    f.came_in,
    f.all_ended,
    f.is_care_leaver,
    f.has_outcome,
    f.has_social_worker
FROM children AS c
LEFT JOIN child_facts AS f ON c.child = f.child
