-- One row a child with a pupil number: the one that holds, or that held last; else the one beside the name.
SELECT child, upn
FROM (
    SELECT
        link_person_id AS child, upper(link_identifier_value) AS upn, TRUE AS linked,
        link_valid_from_date, link_valid_to_date, line
    FROM ssd_linked_identifiers
    WHERE link_identifier_type = 'upn'
    UNION ALL
    SELECT pers_person_id, upper(pers_upn), FALSE, NULL, NULL, line FROM ssd_person WHERE pers_upn IS NOT NULL
)
QUALIFY row_number() OVER (
    PARTITION BY child
    ORDER BY
        linked DESC,
        (link_valid_to_date IS NULL OR link_valid_to_date > :as_at) DESC,
        link_valid_from_date DESC NULLS LAST,
        line DESC
) = 1
