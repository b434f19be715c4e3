SELECT
    child || '-U' AS link_table_id, child AS link_person_id, 'upn' AS link_identifier_type, upn AS link_identifier_value
FROM children
WHERE upn IS NOT NULL AND upn NOT LIKE 'UN_'
UNION ALL
SELECT child || '-9', child, '903', value
FROM identifiers
WHERE scheme = '903'
