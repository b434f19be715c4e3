SELECT
    child AS pers_person_id, names.forename AS pers_forename, names.surname AS pers_surname, sex AS pers_sex,
    ethnicity AS pers_ethnicity, born AS pers_dob, mother AS pers_is_mother,
    CASE WHEN upn LIKE 'UN_' THEN upn END AS pers_upn_unknown
FROM children
LEFT JOIN names USING (child)
