-- One row a part of an obligation with a due date of its own: from its trigger, or from a change of track in it.
-- clock and due are blank where history is too short to tell. The rule is docs/review-track.md.
-- Needs: review_obligations, track_stays, working_day_limits
WITH first_two_due AS (
    SELECT
        working_day_limits.day,
        months_after(
            days_after(working_day_limits.due, coalesce(second.days, 0)), coalesce(second.months, 0)
        ) AS both_due
    FROM working_day_limits
    INNER JOIN limits AS second ON second.clock = 'cla-review-2'
    WHERE working_day_limits.clock = 'cla-review-1'
),

adoption_limits AS (
    SELECT
        first_limit.days + coalesce(second.days, 0) AS days,
        coalesce(second.months, 0) AS months
    FROM limits AS first_limit
    INNER JOIN limits AS second ON second.clock = 'adopt-review-2'
    WHERE first_limit.clock = 'adopt-review-1'
),

calendar AS (
    SELECT min(day) AS first_day FROM working_days
),

triggered AS (
    SELECT
        review_obligations.child,
        review_obligations.period_started,
        review_obligations.sequence,
        review_obligations.is_whole,
        review_obligations.trigger_on,
        track_stays.track,
        track_stays.before_track,
        track_stays.started AS stay_started,
        track_stays.stay_number
    FROM review_obligations
    LEFT JOIN track_stays
        ON
            review_obligations.child = track_stays.child
            AND review_obligations.period_started = track_stays.period_started
            AND review_obligations.trigger_on >= track_stays.started
            AND (track_stays.next_started IS NULL OR review_obligations.trigger_on < track_stays.next_started)
),

on_ordinary_track AS (
    SELECT
        triggered.child,
        triggered.period_started,
        triggered.sequence,
        triggered.trigger_on,
        CASE
            WHEN triggered.trigger_on IS NULL THEN NULL
            WHEN triggered.sequence = 1 THEN 'cla-review-1'
            WHEN triggered.sequence > 2 OR triggered.stay_number > 1 THEN 'cla-review-n'
            WHEN triggered.is_whole THEN 'cla-review-2'
            WHEN triggered.trigger_on > first_two_due.both_due THEN 'cla-review-n'
        END AS clock
    FROM triggered
    CROSS JOIN calendar
    LEFT JOIN first_two_due
        ON NOT triggered.is_whole AND greatest(triggered.period_started, calendar.first_day) = first_two_due.day
    WHERE triggered.trigger_on IS NULL OR triggered.track = 'ordinary'
),

adoption_counted AS (
    SELECT
        *,
        sum(CASE WHEN trigger_on > stay_started THEN 1 ELSE 0 END) OVER (
            PARTITION BY child, period_started, stay_started ORDER BY sequence
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS reviews_in_stay
    FROM triggered
    WHERE track <> 'ordinary'
),

on_adoption_track AS (
    SELECT
        adoption_counted.child,
        adoption_counted.period_started,
        adoption_counted.sequence,
        adoption_counted.trigger_on,
        CASE
            WHEN track = 'authority' AND reviews_in_stay = 0 AND coalesce(before_track <> 'placed', TRUE)
                THEN 'adopt-auth-review-1'
            WHEN track = 'authority' THEN 'adopt-auth-review-n'
            WHEN reviews_in_stay = 0 THEN 'adopt-review-1'
            WHEN reviews_in_stay > 1 THEN 'adopt-review-n'
            WHEN is_whole OR coalesce(stay_started >= history.history_from, TRUE) THEN 'adopt-review-2'
            WHEN trigger_on > months_after(days_after(stay_started, adoption_limits.days), adoption_limits.months)
                THEN 'adopt-review-n'
        END AS clock
    FROM adoption_counted
    CROSS JOIN adoption_limits
    CROSS JOIN history
),

on_change_of_track AS (
    SELECT
        review_obligations.child,
        review_obligations.period_started,
        review_obligations.sequence,
        review_obligations.trigger_on,
        track_stays.started,
        track_stays.track = 'placed' OR (track_stays.track = 'authority' AND track_stays.before_track = 'ordinary')
            AS counts_from_change,
        CASE
            WHEN track_stays.track = 'placed' THEN 'adopt-review-1'
            WHEN track_stays.track = 'authority' AND track_stays.before_track = 'ordinary' THEN 'adopt-auth-review-1'
            WHEN review_obligations.trigger_on IS NULL THEN NULL
            WHEN review_obligations.sequence = 1 THEN 'cla-review-1'
            WHEN track_stays.track = 'authority' THEN 'adopt-auth-review-n'
            ELSE 'cla-review-n'
        END AS clock
    FROM track_stays
    INNER JOIN review_obligations
        ON
            track_stays.child = review_obligations.child
            AND track_stays.period_started = review_obligations.period_started
            AND track_stays.started > coalesce(review_obligations.trigger_on, review_obligations.period_started)
            AND (review_obligations.completed_on IS NULL OR track_stays.started < review_obligations.completed_on)
    CROSS JOIN history
    WHERE
        track_stays.stay_number > 1
        AND (review_obligations.trigger_on IS NOT NULL OR coalesce(track_stays.started >= history.history_from, TRUE))
),

segments AS (
    SELECT
        child,
        period_started,
        sequence,
        coalesce(trigger_on, period_started) AS segment_started,
        FALSE AS is_change,
        clock,
        trigger_on AS counted_from
    FROM on_ordinary_track
    UNION ALL
    SELECT
        child,
        period_started,
        sequence,
        trigger_on AS segment_started,
        FALSE AS is_change,
        clock,
        trigger_on AS counted_from
    FROM on_adoption_track
    UNION ALL
    SELECT
        child,
        period_started,
        sequence,
        started AS segment_started,
        TRUE AS is_change,
        clock,
        CASE WHEN counts_from_change THEN started ELSE trigger_on END AS counted_from
    FROM on_change_of_track
)

SELECT
    segments.child,
    segments.period_started,
    segments.sequence,
    segments.segment_started,
    segments.is_change,
    segments.clock,
    segments.counted_from AS trigger_on,
    CASE
        WHEN limits.months IS NOT NULL THEN months_after(segments.counted_from, limits.months)
        WHEN limits.days IS NOT NULL THEN days_after(segments.counted_from, limits.days)
        ELSE working_day_limits.due
    END AS due
FROM segments
LEFT JOIN limits ON segments.clock = limits.clock
LEFT JOIN working_day_limits
    ON segments.clock = working_day_limits.clock AND segments.counted_from = working_day_limits.day
