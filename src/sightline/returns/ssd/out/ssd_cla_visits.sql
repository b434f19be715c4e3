SELECT
    child || '-' || held AS clav_cla_visit_id, child AS clav_person_id, held AS clav_cla_visit_date,
    seen AS clav_cla_visit_seen, seen_alone AS clav_cla_visit_seen_alone
FROM visits
WHERE kind = 'social_worker'
