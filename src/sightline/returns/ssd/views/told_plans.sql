-- One row a care plan, with the first key of it that is affirmed and how many are.
WITH keys AS (
    SELECT * FROM (
        VALUES
        (1, 'REMAINSUP'), (2, 'RETURN1M'), (3, 'RETURN6M'), (4, 'RETURNEV'), (5, 'LTRELFR'), (6, 'LTFOST18'),
        (7, 'RESPLMT'), (8, 'SUPPLIV'), (9, 'ADOPTION'), (10, 'OTHERPLN')
    ) AS listed (place, plan)
),

affirmed AS (
    SELECT plans.*, keys.*
    FROM ssd_cla_care_plan AS plans
    INNER JOIN keys
        ON upper(plans.lacp_cla_care_plan_json) = keys.plan
        OR upper(regexp_extract(plans.lacp_cla_care_plan_json, '"' || keys.plan || '"\s*:\s*"?([^",}]*)', 1, 'i'))
        IN ('Y', 'YES', '1', 'TRUE', 'T')
),

numbered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY file, line ORDER BY place) AS nth,
        count(*) OVER (PARTITION BY file, line) AS many
    FROM affirmed
)

SELECT * FROM numbered
WHERE nth = 1
