-- One row an obligation: a review that has to happen, when it falls due, and the review that met it.
-- known is false where history is too short to tell when it fell due. The rule is docs/review-track.md.
-- The file and line are those of the review that met it; of an obligation still open, the period's.
-- Needs: review_obligations, review_segments
WITH changed AS (
    SELECT DISTINCT child, period_started, sequence FROM review_segments
    WHERE is_change
),

with_next AS (
    SELECT
        review_segments.*,
        lead(review_segments.segment_started) OVER (
            PARTITION BY review_segments.child, review_segments.period_started, review_segments.sequence
            ORDER BY review_segments.segment_started
        ) AS next_started
    FROM review_segments
    INNER JOIN changed
        ON
            review_segments.child = changed.child
            AND review_segments.period_started = changed.period_started
            AND review_segments.sequence = changed.sequence
),

-- the first that was overdue before the next change of track, else the last
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY child, period_started, sequence
            ORDER BY
                CASE WHEN due < next_started THEN segment_started END NULLS LAST,
                segment_started DESC
        ) AS place
    FROM with_next
),

that_count AS (
    SELECT
        child,
        period_started,
        sequence,
        clock,
        trigger_on,
        due
    FROM ranked
    WHERE place = 1
    UNION ALL
    SELECT
        review_segments.child,
        review_segments.period_started,
        review_segments.sequence,
        review_segments.clock,
        review_segments.trigger_on,
        review_segments.due
    FROM review_segments
    LEFT JOIN changed
        ON
            review_segments.child = changed.child
            AND review_segments.period_started = changed.period_started
            AND review_segments.sequence = changed.sequence
    WHERE changed.child IS NULL
),

wanted_early AS (
    SELECT
        review_obligations.child,
        review_obligations.period_started,
        review_obligations.sequence,
        min(early_reviews.wanted_by) AS wanted_by
    FROM early_reviews
    INNER JOIN review_obligations
        ON
            early_reviews.child = review_obligations.child
            AND early_reviews.asked_on >= coalesce(review_obligations.trigger_on, review_obligations.period_started)
            AND (review_obligations.completed_on IS NULL OR early_reviews.asked_on < review_obligations.completed_on)
            AND (review_obligations.ended IS NULL OR early_reviews.asked_on <= review_obligations.ended)
    GROUP BY review_obligations.child, review_obligations.period_started, review_obligations.sequence
)

SELECT
    obligations.child,
    obligations.period_started,
    obligations.sequence,
    CASE WHEN obligations.is_whole THEN obligations.sequence END AS number,
    that_count.clock,
    that_count.trigger_on,
    that_count.due,
    CASE WHEN wanted_early.wanted_by < that_count.due THEN wanted_early.wanted_by ELSE that_count.due END AS effective_due,
    obligations.held,
    obligations.met_on,
    obligations.completed_on,
    obligations.ended,
    that_count.due IS NOT NULL AS known,
    obligations.file,
    obligations.line
FROM review_obligations AS obligations
INNER JOIN that_count
    ON
        obligations.child = that_count.child
        AND obligations.period_started = that_count.period_started
        AND obligations.sequence = that_count.sequence
LEFT JOIN wanted_early
    ON
        obligations.child = wanted_early.child
        AND obligations.period_started = wanted_early.period_started
        AND obligations.sequence = wanted_early.sequence
