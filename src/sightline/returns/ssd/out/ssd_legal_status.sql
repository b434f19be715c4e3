SELECT
    child || '-' || started || '-' || legal_status AS lega_legal_status_id, child AS lega_person_id,
    legal_status AS lega_legal_status, started AS lega_legal_status_start_date, ended AS lega_legal_status_end_date
FROM out_law
