-- One row a child in a family group.
SELECT
    fami_person_id AS child,
    fami_family_id AS family,
    file,
    line
FROM ssd_family
