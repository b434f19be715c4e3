-- One row is a time missing that was open when the year before ended; the line is the year before's.
SELECT l.file, l.line, t.started IS NOT NULL AS is_in_this_return
FROM last_missing AS l
LEFT JOIN (SELECT DISTINCT child, started FROM missing) AS t ON l.child = t.child AND l.started = t.started
WHERE l.ended IS NULL
