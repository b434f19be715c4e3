SELECT
    worker AS prof_professional_id, name AS prof_professional_name, registration AS prof_social_worker_registration_no,
    title AS prof_professional_job_title, team AS prof_professional_department, fte / 100 AS prof_full_time_equivalency,
    agency AS prof_agency_worker_flag
FROM workers
