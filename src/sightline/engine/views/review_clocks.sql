-- One row an obligation: a review that has to happen, when it falls due, and the review that met it.
-- known is false where history is too short to tell when it fell due. The rule is docs/review-track.md.
-- The file and line are those of the review that met it; of an obligation still open, the period's.
-- Needs: review_obligations, review_segments
WITH with_next AS (
    SELECT
        *,
        lead(segment_started) OVER (PARTITION BY child, period_started, sequence ORDER BY segment_started)
            AS next_started
    FROM review_segments
),

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
    ranked.clock,
    ranked.trigger_on,
    ranked.due,
    CASE WHEN wanted_early.wanted_by < ranked.due THEN wanted_early.wanted_by ELSE ranked.due END AS effective_due,
    obligations.held,
    obligations.met_on,
    obligations.completed_on,
    obligations.ended,
    ranked.due IS NOT NULL AS known,
    obligations.file,
    obligations.line
FROM review_obligations AS obligations
INNER JOIN ranked
    ON
        obligations.child = ranked.child
        AND obligations.period_started = ranked.period_started
        AND obligations.sequence = ranked.sequence
        AND ranked.place = 1
LEFT JOIN wanted_early
    ON
        obligations.child = wanted_early.child
        AND obligations.period_started = wanted_early.period_started
        AND obligations.sequence = wanted_early.sequence
