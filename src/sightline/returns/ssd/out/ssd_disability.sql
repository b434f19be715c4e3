SELECT child AS disa_person_id, code AS disa_disability_code
FROM disabilities
