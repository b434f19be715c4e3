SELECT
    episode.child || '-' || episode.started AS clae_cla_episode_id,
    episode.child AS clae_person_id,
    episode.started AS clae_cla_episode_start_date,
    episode.reason_started AS clae_cla_episode_start_reason,
    episode.need AS clae_cla_primary_need_code,
    episode.ceased AS clae_cla_episode_ceased_date,
    episode.reason_ceased AS clae_cla_episode_ceased_reason,
    episode.cla_id AS clae_cla_id,
    (
        SELECT episode.child || '-P' || max(place.started) FROM out_placements AS place
        WHERE place.child = episode.child AND place.started <= episode.started
    ) AS clae_cla_placement_id
FROM out_periods AS episode
