-- One row an immigration status.
SELECT
    immi_person_id AS child,
    immi_immigration_status_start_date AS started,
    left(immi_immigration_status, 60) AS status,
    immi_immigration_status_end_date AS ended,
    file,
    line
FROM ssd_immigration_status
WHERE immi_immigration_status IS NOT NULL
