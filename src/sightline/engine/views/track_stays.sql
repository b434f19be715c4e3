-- One row an unbroken run of days on one review track: ordinary, authority or placed.
-- next_started is the day the next stay of the period begins. The rule is docs/review-track.md.
-- Needs: settled_episodes
WITH tracks AS (
    SELECT
        child,
        period_started,
        started,
        CASE
            WHEN settled_placement IN ('A3', 'A4', 'A5', 'A6') THEN 'placed'
            WHEN legal_status = 'E1' AND settings.adoption_track_from = 'authority' THEN 'authority'
            ELSE 'ordinary'
        END AS track
    FROM settled_episodes
    CROSS JOIN settings
),

with_before AS (
    SELECT
        *,
        lag(track) OVER (PARTITION BY child, period_started ORDER BY started) AS before_track
    FROM tracks
),

changes AS (
    SELECT * FROM with_before
    WHERE before_track IS NULL OR before_track <> track
)

SELECT
    child,
    period_started,
    track,
    before_track,
    started,
    lead(started) OVER in_order AS next_started,
    row_number() OVER in_order AS stay_number
FROM changes
WINDOW in_order AS (PARTITION BY child, period_started ORDER BY started)
