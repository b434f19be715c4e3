-- One row a day and kind of visit. Of the reviewing officer's, the dataset tells the last contact alone.
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
UNION ALL
SELECT
    clae_person_id AS child,
    clae_cla_last_iro_contact_date AS held,
    'iro' AS kind,
    NULL AS seen,
    NULL AS seen_alone,
    min(file) AS file,
    min(line) AS line
FROM ssd_cla_episodes
WHERE clae_cla_last_iro_contact_date IS NOT NULL
GROUP BY clae_person_id, clae_cla_last_iro_contact_date
