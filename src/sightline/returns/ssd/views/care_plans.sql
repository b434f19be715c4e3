-- One row a care plan in which something is affirmed.
SELECT
    lacp_person_id AS child,
    lacp_cla_care_plan_start_date AS started,
    plan,
    lacp_cla_care_plan_end_date AS ended,
    file,
    line
FROM told_plans
