-- One row is a spell with one social worker, with the spell before it and whether it is the child's last.
SELECT
    s.*,
    lag(s.line) OVER in_order AS previous_line,
    lag(s.ended) OVER in_order AS previous_ended,
    lead(s.line) OVER in_order IS NULL AS is_last,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    coalesce(f.in_care_at_end, FALSE) AS in_care_at_end
FROM social_workers AS s
LEFT JOIN child_facts AS f ON s.child = f.child
WINDOW in_order AS (PARTITION BY s.child ORDER BY s.started, s.ended NULLS LAST, s.file, s.line)
