SELECT
    child AS lapp_table_id, child AS lapp_person_id, ordered AS lapp_previous_permanence_order_date,
    previous AS lapp_previous_permanence_option, authority AS lapp_previous_permanence_la
FROM previous_permanence
