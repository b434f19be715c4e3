-- One row a care plan, with the first key of it that is affirmed and how many are.
WITH keys AS (
    SELECT * FROM (
        VALUES
        (1, 'REMAINSUP', 'remain_supported'), (2, 'RETURN1M', 'return_home'), (3, 'RETURN6M', 'return_home'),
        (4, 'RETURNEV', 'return_home'), (5, 'LTRELFR', 'family_or_friends'), (6, 'LTFOST18', 'long_term_fostering'),
        (7, 'RESPLMT', 'residential'), (8, 'SUPPLIV', 'supported_living'), (9, 'ADOPTION', 'adoption'),
        (10, 'OTHERPLN', 'other')
    ) AS listed (place, plan, route)
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
