-- One row a spell of somebody's work with the child, in a capacity that the service knows.
SELECT
    invo_person_id AS child,
    invo_professional_id AS worker,
    invo_professional_role_id AS role,
    invo_involvement_start_date AS started,
    CASE WHEN invo_involvement_end_date <= :as_at THEN invo_involvement_end_date END AS ended,
    COALESCE(team.dept_team_name, invo_professional_team) AS team,
    left(invo_worker_change_reason, 60) AS reason,
    involvement.file,
    involvement.line
FROM ssd_involvements AS involvement
LEFT JOIN ssd_department AS team ON team.dept_team_id = involvement.invo_professional_team
WHERE invo_professional_role_id <> ''
