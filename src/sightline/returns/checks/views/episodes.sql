-- One row is an episode, with the child's episodes before and after it and what the return says of the child.
SELECT
    e.*,
    e.legal_status IN ('V3', 'V4') AS is_short_break,
    e.placement IN ('T0', 'T1', 'T2', 'T3', 'T4') AS is_temporary,
    e.previous_placement IN ('T0', 'T1', 'T2', 'T3', 'T4') AS previous_is_temporary,
    e.next_placement IN ('T0', 'T1', 'T2', 'T3', 'T4') AS next_is_temporary,
    e.placement IN ('A3', 'A4', 'A5', 'A6') AS is_for_adoption,
    e.placement IN ('U1', 'U2', 'U3', 'U4', 'U5', 'U6') AS is_fostering,
    e.placement IN ('Z1', 'Z11', 'Z12', 'Z13', 'Z14') AS is_other_placement,
    e.placement IN ('P1', 'P3', 'R1', 'R2', 'R5', 'T0', 'T1', 'T2', 'T3', 'T4', 'Z1', 'Z11', 'Z12', 'Z13', 'Z14')
        AS is_without_urn,
    e.place_in_order = 1 AS is_first_seen,
    coalesce(e.previous_placement, '') <> coalesce(e.placement, '')
        OR coalesce(e.previous_provider, '') <> coalesce(e.provider, '')
        OR coalesce(e.previous_postcode, '') <> coalesce(e.placement_postcode, '')
        OR coalesce(e.previous_urn, '') <> coalesce(e.urn, '') AS placement_differs,
    f.born,
    age_on(f.born, e.started) AS age_at_start,
    age_on(f.born, e.ceased) AS age_at_end,
    coalesce(f.in_header, FALSE) AS in_header,
    f.had_breaks AND f.had_agreed_series AS mixes_short_breaks,
    f.is_uasc,
    f.first_decided,
    f.decision_reversed,
    f.has_adoption,
    f.has_previous_permanence
FROM ordered_episodes AS e
LEFT JOIN child_facts AS f ON e.child = f.child
