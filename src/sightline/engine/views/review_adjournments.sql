-- One row a review adjourned in a period of care: it has to be completed by the due day.
-- These clocks stand beside the obligations of review_clocks and are not counted among them.
-- Needs: periods_of_care, working_day_limits
SELECT
    reviews.child,
    periods_of_care.started AS period_started,
    reviews.held,
    working_day_limits.due,
    reviews.completed AS met_on,
    periods_of_care.ended,
    working_day_limits.due IS NOT NULL AS known,
    reviews.file,
    reviews.line
FROM reviews
INNER JOIN periods_of_care
    ON
        reviews.child = periods_of_care.child
        AND periods_of_care.started <= reviews.held
        AND (periods_of_care.ended IS NULL OR reviews.held <= periods_of_care.ended)
LEFT JOIN working_day_limits
    ON working_day_limits.clock = 'cla-review-adjourn' AND reviews.held = working_day_limits.day
WHERE reviews.adjourned = 1
