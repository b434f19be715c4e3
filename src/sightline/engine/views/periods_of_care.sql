-- One row a period of care: from coming into care to leaving it. The file and line are its last episode's.
-- started_known is false where the first episode seen does not start with RNE S: care began before it.
-- is_whole is false where reviews may have been held before those seen (see docs/review-track.md).
-- Needs: care_episodes
WITH periods AS (
    SELECT
        child,
        period_started,
        max(started) AS last_started
    FROM care_episodes
    GROUP BY child, period_started
),

uasc_until AS (
    SELECT
        child,
        max(coalesce(status_ceased, DATE '9999-12-31')) AS last_day
    FROM uasc
    GROUP BY child
)

SELECT
    periods.child,
    periods.period_started AS started,
    firsts.reason_started = 'S' AS started_known,
    firsts.reason_started = 'S' AND coalesce(periods.period_started >= history.history_from, TRUE) AS is_whole,
    lasts.ceased AS ended,
    lasts.reason_ceased,
    firsts.need,
    coalesce(uasc_until.last_day > periods.period_started, FALSE) AS uasc,
    lasts.collection,
    lasts.file,
    lasts.line
FROM periods
INNER JOIN care_episodes AS firsts ON periods.child = firsts.child AND periods.period_started = firsts.started
INNER JOIN care_episodes AS lasts ON periods.child = lasts.child AND periods.last_started = lasts.started
CROSS JOIN history
LEFT JOIN uasc_until ON periods.child = uasc_until.child
