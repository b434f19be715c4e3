-- One row is a decision for adoption that stood when the year before ended, for a child with decisions this year;
-- the line is the year before's.
SELECT l.file, l.line, t.decided IS NOT NULL AS is_in_this_return
FROM last_adoption_decisions AS l
INNER JOIN (SELECT DISTINCT child FROM adoption_decisions) AS c ON l.child = c.child
LEFT JOIN (SELECT DISTINCT child, decided FROM adoption_decisions) AS t
    ON l.child = t.child AND l.decided = t.decided
WHERE l.ceased IS NULL
