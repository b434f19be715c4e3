-- One row a number that a child is known by.
SELECT pers_person_id AS child, 'case' AS scheme, pers_person_id AS value, file, line
FROM ssd_person
UNION ALL
SELECT child, 'upn', upn, person.file, person.line
FROM told_upns
JOIN ssd_person AS person ON pers_person_id = child
WHERE NOT EXISTS (SELECT 1 FROM ssd_linked_identifiers WHERE link_person_id = child AND link_identifier_type = 'upn')
UNION ALL
SELECT
    link_person_id AS child,
    CASE WHEN link_identifier_type = 'former' THEN 'upn' ELSE link_identifier_type END AS scheme,
    upper(link_identifier_value) AS value,
    min(file) AS file,
    min(line) AS line
FROM ssd_linked_identifiers
WHERE link_identifier_type IN ('upn', 'former', '903')
GROUP BY ALL
