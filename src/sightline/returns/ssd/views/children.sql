-- One row a person of the extract.
SELECT
    person.pers_person_id AS child,
    person.pers_sex AS sex,
    person.pers_dob AS born,
    person.pers_ethnicity AS ethnicity,
    COALESCE(numbers.upn, person.pers_upn_unknown) AS upn,
    person.pers_is_mother AS mother,
    (SELECT min(moth_childs_dob) FROM ssd_mother WHERE moth_person_id = person.pers_person_id) AS first_child_born,
    person.file,
    person.line
FROM ssd_person AS person
LEFT JOIN told_upns AS numbers ON numbers.child = person.pers_person_id
