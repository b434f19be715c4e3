-- One row a home address, by its postcode.
SELECT
    addr_person_id AS child,
    addr_address_postcode AS postcode,
    COALESCE(addr_address_start_date, DATE '1900-01-01') AS started
FROM ssd_address
WHERE addr_address_type = 'home' AND addr_address_postcode IS NOT NULL
