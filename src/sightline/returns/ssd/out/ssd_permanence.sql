SELECT
    child || '-' || decision.decided AS perm_table_id, child AS perm_person_id,
    decision.decided AS perm_adm_decision_date, adoption.matched AS perm_matched_date,
    CAST(adoption.by_foster_carer AS INTEGER) AS perm_adopted_by_carer_flag,
    decision.ceased AS perm_decision_reversed_date, decision.reason_ceased AS perm_decision_reversed_reason,
    CASE WHEN adoption.matched IS NOT NULL THEN (SELECT max(ceased) FROM episodes WHERE child = decision.child) END
        AS perm_permanence_order_date,
    CASE WHEN adoption.matched IS NOT NULL THEN 'adoption' END AS perm_permanence_order_type,
    adoption.adopters_sex AS perm_adopter_sex, adoption.adopters_legal_status AS perm_adopter_legal_status,
    adoption.adopters AS perm_number_of_adopters
FROM adoption_decisions AS decision
LEFT JOIN adoptions AS adoption USING (child)
