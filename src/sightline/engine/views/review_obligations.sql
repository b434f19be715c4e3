-- One row a review that has to happen, with the review that met it. The rule is docs/review-track.md.
-- sequence counts from the first that is seen; trigger_on is blank where the review before was not seen.
-- The file and line are the review's; of an obligation still open, the period's.
-- Needs: periods_of_care, working_day_limits
WITH reviews_dated AS (
    SELECT
        reviews.child,
        reviews.held,
        reviews.file,
        reviews.line,
        coalesce(reviews.completed, reviews.held) AS completed_on,
        CASE settings.review_date_basis
            WHEN 'held' THEN reviews.held
            WHEN 'recorded' THEN coalesce(reviews.recorded, reviews.completed, reviews.held)
            ELSE
                CASE
                    WHEN reviews.adjourned = 1 AND reviews.completed <= in_time.due THEN reviews.held
                    ELSE coalesce(reviews.completed, reviews.held)
                END
        END AS met_on
    FROM reviews
    CROSS JOIN settings
    LEFT JOIN working_day_limits AS in_time
        ON in_time.clock = 'cla-review-adjourn' AND reviews.adjourned = 1 AND reviews.held = in_time.day
),

reviews_in_care AS (
    SELECT
        periods_of_care.child,
        periods_of_care.started AS period_started,
        periods_of_care.ended,
        periods_of_care.is_whole,
        reviews_dated.held,
        reviews_dated.completed_on,
        reviews_dated.met_on,
        reviews_dated.file,
        reviews_dated.line
    FROM periods_of_care
    INNER JOIN reviews_dated
        ON
            periods_of_care.child = reviews_dated.child
            AND periods_of_care.started <= reviews_dated.completed_on
            AND (periods_of_care.ended IS NULL OR reviews_dated.completed_on <= periods_of_care.ended)
    CROSS JOIN history
    WHERE
        periods_of_care.is_whole
        OR history.history_from IS NULL
        OR reviews_dated.completed_on >= history.history_from
),

met_and_open AS (
    SELECT * FROM reviews_in_care
    UNION ALL
    SELECT
        child,
        started AS period_started,
        ended,
        is_whole,
        CAST(NULL AS DATE) AS held,
        CAST(NULL AS DATE) AS completed_on,
        CAST(NULL AS DATE) AS met_on,
        file,
        line
    FROM periods_of_care
),

numbered AS (
    SELECT
        *,
        row_number() OVER in_order AS sequence,
        lag(completed_on) OVER in_order AS before_completed
    FROM met_and_open
    WINDOW in_order AS (PARTITION BY child, period_started ORDER BY completed_on NULLS LAST, held NULLS LAST)
)

SELECT
    child,
    period_started,
    ended,
    is_whole,
    sequence,
    CASE
        WHEN sequence > 1 THEN before_completed
        WHEN is_whole THEN period_started
    END AS trigger_on,
    held,
    completed_on,
    met_on,
    file,
    line
FROM numbered
