-- One row a placement.
SELECT
    child,
    clap_cla_placement_start_date AS started,
    clap_cla_placement_type AS placement,
    clap_cla_placement_provider AS provider,
    clap_cla_placement_urn AS urn,
    clap_cla_placement_postcode AS postcode,
    CAST(round(clap_cla_placement_distance * 10) AS INTEGER) AS distance,
    CASE WHEN clap_cla_placement_end_date <= :as_at THEN clap_cla_placement_end_date END AS ended,
    CASE WHEN clap_cla_placement_end_date <= :as_at THEN clap_cla_placement_change_reason END AS reason_ended,
    file,
    line
FROM told_placements
WHERE child IS NOT NULL AND clap_cla_placement_type IS NOT NULL
