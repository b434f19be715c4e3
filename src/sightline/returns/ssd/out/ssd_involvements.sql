SELECT
    child || '-' || worker || '-' || started || '-' || role AS invo_involvements_id, worker AS invo_professional_id,
    role AS invo_professional_role_id, team AS invo_professional_team, started AS invo_involvement_start_date,
    ended AS invo_involvement_end_date, reason AS invo_worker_change_reason, child AS invo_person_id
FROM involvements
