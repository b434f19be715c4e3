SELECT family AS fami_family_id, child AS fami_person_id
FROM families
