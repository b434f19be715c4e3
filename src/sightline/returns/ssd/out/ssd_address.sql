SELECT
    child || '-A' AS addr_table_id, child AS addr_person_id, 'home' AS addr_address_type,
    min(started) AS addr_address_start_date, arg_min(home_postcode, started) AS addr_address_postcode
FROM episodes
WHERE home_postcode IS NOT NULL
GROUP BY child
