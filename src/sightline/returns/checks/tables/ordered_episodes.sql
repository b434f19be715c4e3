-- One row is an episode of this return, with the child's episodes before and after it.
SELECT
    e.*,
    row_number() OVER in_order AS place_in_order,
    lag(started) OVER in_order AS previous_started,
    lag(ceased) OVER in_order AS previous_ceased,
    lag(reason_ceased) OVER in_order AS previous_reason_ceased,
    lag(legal_status) OVER in_order AS previous_legal_status,
    lag(need) OVER in_order AS previous_need,
    lag(placement) OVER in_order AS previous_placement,
    lag(provider) OVER in_order AS previous_provider,
    lag(placement_postcode) OVER in_order AS previous_postcode,
    lag(urn) OVER in_order AS previous_urn,
    lag(placement, 2) OVER in_order AS placement_before_previous,
    lag(placement_postcode, 2) OVER in_order AS postcode_before_previous,
    lead(line) OVER in_order AS next_line,
    lead(started) OVER in_order AS next_started,
    lead(reason_started) OVER in_order AS next_reason_started,
    lead(placement) OVER in_order AS next_placement
FROM episodes AS e
WINDOW in_order AS (PARTITION BY child ORDER BY started, ceased NULLS LAST, file, line)
