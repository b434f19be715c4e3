-- One row a child looked after on :end, with how closely the plan is watched then.
-- Needs: looked_after
WITH levels AS (
    SELECT
        child,
        level,
        row_number() OVER (PARTITION BY child ORDER BY since DESC) AS latest
    FROM tracking
    WHERE since <= :end
)

SELECT
    looked_after.child,
    looked_after.file,
    looked_after.line,
    looked_after.day,
    looked_after.legal_status,
    looked_after.placement,
    looked_after.provider,
    looked_after.need,
    levels.level
FROM looked_after
LEFT JOIN levels ON looked_after.child = levels.child AND levels.latest = 1
