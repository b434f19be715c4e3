-- One row a child with a pupil number: the one that holds, or that held last.
SELECT link_person_id AS child, upper(link_identifier_value) AS upn
FROM ssd_linked_identifiers
WHERE link_identifier_type = 'upn'
QUALIFY row_number() OVER (
    PARTITION BY link_person_id
    ORDER BY
        (link_valid_to_date IS NULL OR link_valid_to_date > :as_at) DESC,
        link_valid_from_date DESC NULLS LAST,
        line DESC
) = 1
