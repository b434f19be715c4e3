-- One row a legal status.
SELECT
    lega_person_id AS child,
    lega_legal_status_start_date AS started,
    left(lega_legal_status, 60) AS legal_status,
    lega_legal_status_end_date AS ended,
    file,
    line
FROM ssd_legal_status
WHERE lega_legal_status IS NOT NULL
