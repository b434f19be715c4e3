-- One row a child.
SELECT
    pers_person_id AS child,
    pers_forename AS forename,
    pers_surname AS surname,
    file,
    line
FROM ssd_person
WHERE pers_forename IS NOT NULL OR pers_surname IS NOT NULL
