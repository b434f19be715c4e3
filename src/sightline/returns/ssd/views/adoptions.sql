-- One row a child adopted.
SELECT
    perm_person_id AS child,
    person.born,
    perm_adm_decision_date AS decided,
    perm_matched_date AS matched,
    CAST(perm_adopted_by_carer_flag AS VARCHAR) AS by_foster_carer,
    perm_number_of_adopters AS adopters,
    perm_adopter_sex AS adopters_sex,
    perm_adopter_legal_status AS adopters_legal_status,
    file,
    line
FROM ssd_permanence
LEFT JOIN told_people AS person ON person.child = perm_person_id
WHERE perm_permanence_order_type = 'adoption' AND perm_permanence_order_date <= :as_at
    AND perm_adm_decision_date IS NOT NULL AND perm_matched_date IS NOT NULL
