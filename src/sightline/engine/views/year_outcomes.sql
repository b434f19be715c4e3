-- One row a child of the OC2 file of the reporting year that ends on :end.
SELECT
    outcomes.child,
    outcomes.file,
    outcomes.line,
    CAST(:end AS DATE) AS day,
    age_on(outcomes.born, :start) AS age_at_start,
    outcomes.sdq_score,
    CASE
        WHEN outcomes.sdq_score <= 13 THEN 1
        WHEN outcomes.sdq_score <= 16 THEN 2
        WHEN outcomes.sdq_score IS NOT NULL THEN 3
    END AS sdq_band,
    outcomes.convicted,
    outcomes.health_check,
    outcomes.immunisations,
    outcomes.teeth_check,
    outcomes.health_assessment,
    outcomes.substance_misuse,
    outcomes.intervention_received
FROM outcomes
WHERE outcomes.collection = year(:end)
