-- One row a child looked after on :end, with the officer then and how many there were in the last twelve months of care.
-- Needs: looked_after
WITH spells AS (
    SELECT
        looked_after.child,
        allocations.officer,
        allocations.started,
        allocations.started <= :end AND (allocations.ended IS NULL OR allocations.ended > :end) AS now
    FROM looked_after
    INNER JOIN allocations
        ON
            looked_after.child = allocations.child
            AND allocations.started <= :end
            AND (
                allocations.ended IS NULL
                OR allocations.ended > greatest(looked_after.period_started, months_after(:end, -12))
            )
),

officers AS (
    SELECT
        child,
        count(DISTINCT officer) AS officers_in_year,
        max(CASE WHEN now THEN officer END) AS officer
    FROM spells
    GROUP BY child
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
    officers.officer,
    coalesce(officers.officers_in_year, 0) AS officers_in_year
FROM looked_after
LEFT JOIN officers ON looked_after.child = officers.child
