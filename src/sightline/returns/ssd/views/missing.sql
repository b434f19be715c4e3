-- One row a time missing or away.
SELECT
    miss_person_id AS child,
    person.born,
    miss_missing_episode_type AS kind,
    miss_missing_episode_start_date AS started,
    CASE WHEN miss_missing_episode_end_date <= :as_at THEN miss_missing_episode_end_date END AS ended,
    file,
    line
FROM ssd_missing
LEFT JOIN told_people AS person ON person.child = miss_person_id
WHERE miss_missing_episode_type IS NOT NULL
