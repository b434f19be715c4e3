SELECT
    child || '-' || started AS immi_immigration_status_id, child AS immi_person_id, status AS immi_immigration_status,
    started AS immi_immigration_status_start_date, ended AS immi_immigration_status_end_date
FROM immigration
