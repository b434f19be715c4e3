-- One row a care leaver of the OC3 file of the reporting year that ends on :end.
SELECT
    child,
    file,
    line,
    CAST(:end AS DATE) AS day,
    in_touch,
    activity,
    accommodation
FROM care_leavers
WHERE collection = year(:end)
