-- One row an episode, with the legal status and the placement of the day it starts.
-- A status that starts later counts before one that started before it; of two on one day, the stronger.
WITH by_placement AS (
    SELECT
        episode.file,
        episode.line,
        placement.clap_cla_placement_type AS placement,
        placement.clap_cla_placement_provider AS provider,
        placement.clap_cla_placement_urn AS urn,
        placement.clap_cla_placement_postcode AS placement_postcode,
        placement.clap_cla_placement_change_reason AS reason_moved,
        placement.clap_cla_placement_end_date AS placement_ended
    FROM ssd_cla_episodes AS episode
    INNER JOIN told_placements AS placement
        ON placement.child = episode.clae_person_id
        AND (
            placement.clap_cla_placement_id = episode.clae_cla_placement_id
            OR (
                placement.clap_cla_placement_start_date <= episode.clae_cla_episode_start_date
                AND COALESCE(placement.clap_cla_placement_end_date, DATE '9999-01-01')
                > episode.clae_cla_episode_start_date
            )
        )
    QUALIFY row_number() OVER (
        PARTITION BY episode.file, episode.line
        ORDER BY
            (placement.clap_cla_placement_id IS NOT DISTINCT FROM episode.clae_cla_placement_id) DESC,
            placement.clap_cla_placement_start_date DESC,
            placement.line
    ) = 1
),

by_law AS (
    SELECT
        episode.file,
        episode.line,
        law.lega_legal_status AS legal_status
    FROM ssd_cla_episodes AS episode
    INNER JOIN ssd_legal_status AS law
        ON law.lega_person_id = episode.clae_person_id
        AND law.lega_legal_status_start_date <= episode.clae_cla_episode_start_date
        AND COALESCE(law.lega_legal_status_end_date, DATE '9999-01-01') > episode.clae_cla_episode_start_date
    INNER JOIN told_codes AS code ON code.code = law.lega_legal_status
    QUALIFY row_number() OVER (
        PARTITION BY episode.file, episode.line
        ORDER BY law.lega_legal_status_start_date DESC, code.strength, law.line
    ) = 1
),

by_home AS (
    SELECT
        episode.file,
        episode.line,
        home.postcode
    FROM ssd_cla_episodes AS episode
    INNER JOIN told_homes AS home ON home.child = episode.clae_person_id
    QUALIFY row_number() OVER (
        PARTITION BY episode.file, episode.line
        ORDER BY
            (home.started <= episode.clae_cla_episode_start_date) DESC,
            abs(date_diff('day', home.started, episode.clae_cla_episode_start_date))
    ) = 1
)

SELECT
    episode.clae_person_id AS child,
    episode.clae_cla_episode_start_date AS started,
    episode.clae_cla_episode_start_reason AS reason_started,
    law.legal_status,
    episode.clae_cla_primary_need_code AS need,
    place.placement,
    place.provider,
    CASE WHEN over THEN episode.clae_cla_episode_ceased_date END AS ceased,
    CASE WHEN over THEN episode.clae_cla_episode_ceased_reason END AS reason_ceased,
    CASE
        WHEN over AND place.placement_ended = episode.clae_cla_episode_ceased_date THEN place.reason_moved
    END AS reason_moved,
    home.postcode AS home_postcode,
    place.placement_postcode,
    place.urn,
    episode.file,
    episode.line
FROM (SELECT *, clae_cla_episode_ceased_date <= :as_at AS over FROM ssd_cla_episodes) AS episode
LEFT JOIN by_law AS law USING (file, line)
LEFT JOIN by_placement AS place USING (file, line)
LEFT JOIN by_home AS home USING (file, line)
