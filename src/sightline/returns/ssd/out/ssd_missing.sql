SELECT
    child || '-' || kind || '-' || started AS miss_table_id, child AS miss_person_id,
    started AS miss_missing_episode_start_date, kind AS miss_missing_episode_type, ended AS miss_missing_episode_end_date
FROM missing
