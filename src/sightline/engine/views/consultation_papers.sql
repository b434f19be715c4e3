-- One row a consultation paper sent to a child or a parent in :start to :end.
-- out: it has not come back, and its review was not held yet.
SELECT
    preparations.child,
    preparations.file,
    preparations.line,
    preparations.asked AS day,
    preparations.kind,
    preparations.received IS NOT NULL AS returned,
    preparations.received IS NULL AND review_processes.number IS NULL AS still_out
FROM preparations
LEFT JOIN review_processes ON preparations.review = review_processes.number
WHERE preparations.kind IN ('child_views', 'parent_views') AND preparations.asked BETWEEN :start AND :end
