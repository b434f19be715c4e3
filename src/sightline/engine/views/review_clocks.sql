-- One row an obligation begun by :end: a review that has to happen, when it falls due, and the review that met it.
-- As it stood on that day: nothing later is looked at (a later change of track can move a due date).
-- known is false where history is too short to tell when it fell due. The rule is docs/review-track.md.
-- The file and line are those of the review that met it; of an obligation still open, the period's.
-- Needs: review_obligations, review_segments
WITH begun AS (
    SELECT
        child,
        period_started,
        sequence,
        is_whole,
        held,
        file,
        line,
        CASE WHEN completed_on <= :end THEN completed_on END AS completed_on,
        CASE WHEN met_on <= :end AND completed_on <= :end THEN met_on END AS met_on,
        CASE WHEN ended <= :end THEN ended END AS ended
    FROM review_obligations
    WHERE coalesce(trigger_on, period_started) <= :end
),

segments AS (
    SELECT * FROM review_segments
    WHERE segment_started <= :end
),

changed AS (
    SELECT DISTINCT child, period_started, sequence FROM segments
    WHERE is_change
),

with_next AS (
    SELECT
        segments.*,
        lead(segments.segment_started) OVER (
            PARTITION BY segments.child, segments.period_started, segments.sequence
            ORDER BY segments.segment_started
        ) AS next_started
    FROM segments
    INNER JOIN changed
        ON
            segments.child = changed.child
            AND segments.period_started = changed.period_started
            AND segments.sequence = changed.sequence
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
        segments.child,
        segments.period_started,
        segments.sequence,
        segments.clock,
        segments.trigger_on,
        segments.due
    FROM segments
    LEFT JOIN changed
        ON
            segments.child = changed.child
            AND segments.period_started = changed.period_started
            AND segments.sequence = changed.sequence
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
    WHERE early_reviews.asked_on <= :end
    GROUP BY review_obligations.child, review_obligations.period_started, review_obligations.sequence
)

SELECT
    begun.child,
    begun.period_started,
    begun.sequence,
    CASE WHEN begun.is_whole THEN begun.sequence END AS number,
    that_count.clock,
    that_count.trigger_on,
    that_count.due,
    CASE WHEN wanted_early.wanted_by < that_count.due THEN wanted_early.wanted_by ELSE that_count.due END AS effective_due,
    begun.held,
    begun.completed_on,
    begun.met_on,
    begun.ended,
    that_count.due IS NOT NULL AS known,
    begun.file,
    begun.line
FROM begun
INNER JOIN that_count
    ON
        begun.child = that_count.child
        AND begun.period_started = that_count.period_started
        AND begun.sequence = that_count.sequence
LEFT JOIN wanted_early
    ON
        begun.child = wanted_early.child
        AND begun.period_started = wanted_early.period_started
        AND begun.sequence = wanted_early.sequence
