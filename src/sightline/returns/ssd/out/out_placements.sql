-- One row a placement: as placements are told, or for a child of whom none is, the stays that episodes make.
WITH marked AS (
    SELECT
        *,
        concat_ws('|', placement, provider, placement_postcode, urn) AS place
    FROM out_periods
),

moved AS (
    SELECT
        *,
        CASE
            WHEN
                lag(place) OVER (PARTITION BY cla_id ORDER BY started) = place
                AND lag(reason_moved) OVER (PARTITION BY cla_id ORDER BY started) IS NULL
                THEN 0
            ELSE 1
        END AS moves
    FROM marked
),

numbered AS (
    SELECT
        *,
        sum(moves) OVER (PARTITION BY cla_id ORDER BY started) AS stay
    FROM moved
)

SELECT
    child,
    min(started) AS started,
    arg_min(placement, started) AS placement,
    arg_min(provider, started) AS provider,
    arg_min(urn, started) AS urn,
    arg_min(placement_postcode, started) AS postcode,
    CAST(NULL AS INTEGER) AS distance,
    CASE WHEN count(ceased) = count(*) THEN max(ceased) END AS ended,
    CASE WHEN count(ceased) = count(*) THEN max_by(reason_moved, started) END AS reason_ended
FROM numbered
WHERE child NOT IN (SELECT child FROM placement_details)
GROUP BY child, cla_id, stay
UNION ALL
SELECT child, started, placement, provider, urn, postcode, distance, ended, reason_ended
FROM placement_details
