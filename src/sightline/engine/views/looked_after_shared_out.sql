-- One row a child looked after on :end with an officer named. fullest: it is the officer who has the most of them.
-- Needs: looked_after_officers
WITH loads AS (
    SELECT
        officer,
        count(*) AS children
    FROM looked_after_officers
    WHERE officer IS NOT NULL
    GROUP BY officer
),

placed AS (
    SELECT
        officer,
        row_number() OVER (ORDER BY children DESC, officer) AS place
    FROM loads
)

SELECT
    looked_after_officers.child,
    looked_after_officers.file,
    looked_after_officers.line,
    looked_after_officers.day,
    placed.place = 1 AS fullest
FROM looked_after_officers
INNER JOIN placed ON looked_after_officers.officer = placed.officer
