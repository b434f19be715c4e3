SELECT
    child || '-' || started AS lacp_table_id, child AS lacp_person_id, started AS lacp_cla_care_plan_start_date,
    ended AS lacp_cla_care_plan_end_date,
    '{"REMAINSUP":"N","' || plan || '":"Y"}' AS lacp_cla_care_plan_json
FROM care_plans
