-- One row is a child with an episode open when the year before ended, beside the first episode of this return;
-- the line is this return's, or the year before's where this return has none.
SELECT
    coalesce(e.file, l.file) AS file,
    coalesce(e.line, l.line) AS line,
    e.child IS NOT NULL AS is_in_this_return,
    coalesce(e.started = l.started, FALSE) AS is_same_episode,
    e.started,
    l.started AS last_started,
    e.reason_started,
    l.reason_started AS last_reason_started,
    e.legal_status,
    l.legal_status AS last_legal_status,
    e.need,
    l.need AS last_need,
    e.placement,
    l.placement AS last_placement,
    coalesce(e.provider, '') AS provider,
    coalesce(l.provider, '') AS last_provider,
    coalesce(e.urn, '') AS urn,
    coalesce(l.urn, '') AS last_urn,
    coalesce(upper(replace(e.placement_postcode, ' ', '')), '') AS postcode,
    coalesce(upper(replace(l.placement_postcode, ' ', '')), '') AS last_postcode
FROM last_open AS l
LEFT JOIN ordered_episodes AS e ON l.child = e.child AND e.place_in_order = 1
