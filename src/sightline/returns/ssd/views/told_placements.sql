-- One row a placement, with its child.
SELECT
    placement.*,
    COALESCE(placement.clap_person_id, period.child) AS child
FROM ssd_cla_placement AS placement
LEFT JOIN told_periods AS period ON period.cla_id = placement.clap_cla_id
