-- One row a plan of permanence: what a care plan says of it, and adoption from the day it was decided.
WITH every AS (
    SELECT
        perm_person_id AS child,
        perm_adm_decision_date AS started,
        'ADOPTION' AS route,
        COALESCE(perm_decision_reversed_date, perm_permanence_order_date) AS ended,
        1 AS place,
        file,
        line
    FROM ssd_permanence
    WHERE perm_adm_decision_date IS NOT NULL
    UNION ALL
    SELECT
        lacp_person_id AS child,
        lacp_cla_care_plan_start_date AS started,
        plan AS route,
        lacp_cla_care_plan_end_date AS ended,
        2 AS place,
        file,
        line
    FROM told_plans
    WHERE plan NOT IN ('REMAINSUP', 'OTHERPLN')
)

SELECT
    child,
    started,
    route,
    CASE WHEN ended <= :as_at THEN ended END AS ended,
    file,
    line
FROM every
QUALIFY row_number() OVER (PARTITION BY child, started ORDER BY place, line) = 1
