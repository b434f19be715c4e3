-- One row is a social worker open when the year before ended, for a child with workers this year; the line is the
-- year before's.
SELECT l.file, l.line, t.worker IS NOT NULL AS is_in_this_return
FROM last_social_workers AS l
INNER JOIN (SELECT DISTINCT child FROM social_workers) AS c ON l.child = c.child
LEFT JOIN (SELECT DISTINCT child, worker, started FROM social_workers) AS t
    ON l.child = t.child AND l.worker = t.worker AND l.started = t.started
WHERE l.ended IS NULL
