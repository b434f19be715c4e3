-- One row a person, with what other records repeat of them.
SELECT pers_person_id AS child, pers_sex AS sex, pers_dob AS born
FROM ssd_person
