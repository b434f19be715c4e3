-- One row a child under a deprivation of liberty order on any day of :start to :end.
WITH orders AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child ORDER BY started DESC) AS latest
    FROM liberty_orders
    WHERE started <= :end AND (ended IS NULL OR ended >= :start)
)

SELECT
    child,
    file,
    line,
    least(coalesce(ended, CAST(:end AS DATE)), CAST(:end AS DATE)) AS day
FROM orders
WHERE latest = 1
