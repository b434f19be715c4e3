SELECT child AS clai_person_id, held AS clai_immunisations_status_date
FROM health_checks
WHERE FALSE
