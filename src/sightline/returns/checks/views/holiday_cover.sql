-- One row is temporary cover for a carer's holiday (T3), with the start of the child's last but one before it.
SELECT
    *,
    lag(started, 2) OVER (PARTITION BY child ORDER BY place_in_order) AS last_but_one_started
FROM ordered_episodes
WHERE placement = 'T3' AND reason_started <> 'L'
