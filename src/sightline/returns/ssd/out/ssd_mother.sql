SELECT child AS moth_person_id, first_child_born AS moth_childs_dob
FROM children
WHERE first_child_born IS NOT NULL
