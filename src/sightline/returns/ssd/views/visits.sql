-- One row a day on which a social worker visited.
SELECT
    clav_person_id AS child,
    clav_cla_visit_date AS held,
    'social_worker' AS kind,
    max(clav_cla_visit_seen) AS seen,
    max(clav_cla_visit_seen_alone) AS seen_alone,
    min(file) AS file,
    min(line) AS line
FROM ssd_cla_visits
GROUP BY clav_person_id, clav_cla_visit_date
