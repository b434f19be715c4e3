-- One row a health check.
SELECT
    clah_person_id AS child,
    clah_health_check_date AS held,
    clah_health_check_type AS kind,
    clah_health_check_status AS status,
    file,
    line
FROM ssd_cla_health
WHERE clah_health_check_type <> ''
UNION ALL
SELECT
    clai_person_id AS child,
    clai_immunisations_status_date AS held,
    'immunisation' AS kind,
    'done' AS status,
    file,
    line
FROM ssd_cla_immunisations
WHERE clai_immunisations_status = 1 AND clai_immunisations_status_date IS NOT NULL
