-- One row a questionnaire, with its score or why there is none.
SELECT
    csdq_person_id AS child,
    csdq_sdq_completed_date AS completed,
    CASE WHEN csdq_sdq_score BETWEEN 0 AND 40 THEN csdq_sdq_score END AS score,
    csdq_sdq_reason AS reason,
    file,
    line
FROM ssd_sdq_scores
