-- One row a decision that the child should be placed for adoption.
SELECT
    perm_person_id AS child,
    person.born,
    perm_adm_decision_date AS decided,
    CASE WHEN perm_decision_reversed_date <= :as_at THEN perm_decision_reversed_date END AS ceased,
    CASE WHEN perm_decision_reversed_date <= :as_at THEN perm_decision_reversed_reason END AS reason_ceased,
    file,
    line
FROM ssd_permanence
LEFT JOIN told_people AS person ON person.child = perm_person_id
WHERE perm_adm_decision_date IS NOT NULL
