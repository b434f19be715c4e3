-- One row is a child still unaccompanied in the year before's UASC file, and whether this year's has the child.
SELECT
    l.file,
    l.line,
    u.child IS NOT NULL AS is_in_this_return,
    coalesce(f.had_care, FALSE) AS had_care
FROM last_uasc AS l
LEFT JOIN child_facts AS f ON l.child = f.child
LEFT JOIN (SELECT DISTINCT child FROM uasc) AS u ON l.child = u.child
WHERE l.status_ceased IS NULL
