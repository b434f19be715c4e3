SELECT
    child || '-' || held || '-' || kind AS clah_health_check_id, child AS clah_person_id, kind AS clah_health_check_type,
    held AS clah_health_check_date, status AS clah_health_check_status
FROM health_checks
