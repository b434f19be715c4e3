-- One row a disability.
SELECT
    disa_person_id AS child,
    disa_disability_code AS code,
    file,
    line
FROM ssd_disability
WHERE disa_disability_code <> ''
