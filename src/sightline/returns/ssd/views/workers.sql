-- One row a professional. More than one and a half of full time is hours, which say nothing of a share.
SELECT
    prof_professional_id AS worker,
    prof_professional_name AS name,
    prof_professional_job_title AS title,
    COALESCE(team.dept_team_name, prof_professional_department) AS team,
    prof_social_worker_registration_no AS registration,
    CASE
        WHEN prof_full_time_equivalency BETWEEN 0 AND 1.5 THEN CAST(round(prof_full_time_equivalency * 100) AS INTEGER)
    END AS fte,
    prof_agency_worker_flag AS agency,
    worker.file,
    worker.line
FROM ssd_professionals AS worker
LEFT JOIN ssd_department AS team ON team.dept_team_id = worker.prof_professional_department
