-- One row a child who was adopted or under an order before.
SELECT
    lapp_person_id AS child,
    person.born,
    lapp_previous_permanence_option AS previous,
    lapp_previous_permanence_la AS authority,
    lapp_previous_permanence_order_date AS ordered,
    file,
    line
FROM ssd_cla_previous_permanence
LEFT JOIN told_people AS person ON person.child = lapp_person_id
WHERE lapp_previous_permanence_option IS NOT NULL
