SELECT
    place.child || '-P' || place.started AS clap_cla_placement_id,
    arg_max(period.cla_id, period.started) AS clap_cla_id,
    place.child AS clap_person_id,
    place.started AS clap_cla_placement_start_date,
    place.placement AS clap_cla_placement_type,
    place.provider AS clap_cla_placement_provider,
    place.urn AS clap_cla_placement_urn,
    place.postcode AS clap_cla_placement_postcode,
    place.distance / 10 AS clap_cla_placement_distance,
    place.ended AS clap_cla_placement_end_date,
    place.reason_ended AS clap_cla_placement_change_reason
FROM out_placements AS place
INNER JOIN out_periods AS period ON period.child = place.child AND period.started <= place.started
GROUP BY ALL
