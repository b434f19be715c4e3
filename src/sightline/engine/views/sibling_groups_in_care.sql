-- One row a group of brothers and sisters of whom two or more are looked after on :end.
-- apart: it is written down why they need different officers. The child, file and line are of the first of them.
-- Needs: looked_after_officers
WITH members AS (
    SELECT
        sibling_groups.family,
        sibling_groups.apart,
        sibling_groups.file,
        sibling_groups.line,
        looked_after_officers.child,
        looked_after_officers.day,
        looked_after_officers.officer,
        row_number() OVER (PARTITION BY sibling_groups.family ORDER BY looked_after_officers.child) AS place
    FROM looked_after_officers
    INNER JOIN sibling_groups ON looked_after_officers.child = sibling_groups.child
)

SELECT
    max(CASE WHEN place = 1 THEN child END) AS child,
    max(CASE WHEN place = 1 THEN file END) AS file,
    max(CASE WHEN place = 1 THEN line END) AS line,
    max(day) AS day,
    count(*) AS children,
    bool_or(coalesce(apart = 1, FALSE)) AS apart,
    count(DISTINCT officer) = 1 AND count(officer) = count(*) AS one_officer
FROM members
GROUP BY family
HAVING count(*) > 1
