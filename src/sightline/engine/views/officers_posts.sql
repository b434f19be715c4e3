-- One row a line of the ledger of posts of reviewing officers that holds on :end. It is of no child.
-- fte is in hundredths of full time. filled: somebody is in it, and works here.
SELECT
    CAST(NULL AS VARCHAR) AS child,
    file,
    line,
    CAST(:end AS DATE) AS day,
    fte,
    employment NOT IN ('vacant', 'seconded_out') AS filled,
    employment
FROM posts
WHERE role IN ('iro', 'senior_iro') AND started <= :end AND (ended IS NULL OR ended > :end)
