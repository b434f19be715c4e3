SELECT
    child || '-' || completed AS csdq_table_id, child AS csdq_person_id, completed AS csdq_sdq_completed_date,
    reason AS csdq_sdq_reason, score AS csdq_sdq_score
FROM sdq_scores
