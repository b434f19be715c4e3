-- One row a spell with one social worker, of a child who has been in care.
SELECT
    invo_person_id AS child,
    person.born,
    invo_professional_id AS worker,
    invo_involvement_start_date AS started,
    CASE WHEN invo_involvement_end_date <= :as_at THEN invo_involvement_end_date END AS ended,
    CASE WHEN length(invo_worker_change_reason) <= 6 THEN invo_worker_change_reason END AS reason,
    file,
    line
FROM ssd_involvements
LEFT JOIN told_people AS person ON person.child = invo_person_id
WHERE invo_professional_role_id = 'social_worker'
    AND invo_person_id IN (SELECT clae_person_id FROM ssd_cla_episodes)
