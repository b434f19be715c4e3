-- One row a legal status: as they are told, or for a child of whom none is, the runs that episodes make.
WITH marked AS (
    SELECT
        *,
        CASE
            WHEN lag(legal_status) OVER (PARTITION BY cla_id ORDER BY started) = legal_status THEN 0
            ELSE 1
        END AS turns
    FROM out_periods
),

numbered AS (
    SELECT
        *,
        sum(turns) OVER (PARTITION BY cla_id ORDER BY started) AS run
    FROM marked
)

SELECT
    child,
    legal_status,
    min(started) AS started,
    CASE WHEN count(ceased) = count(*) THEN max(ceased) END AS ended
FROM numbered
WHERE child NOT IN (SELECT child FROM legal_statuses)
GROUP BY child, cla_id, run, legal_status
UNION ALL
SELECT child, legal_status, started, ended
FROM legal_statuses
