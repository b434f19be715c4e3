-- One row a period of care: from coming into care to leaving it. The file and line are its last episode's.
-- started_known is false where the first episode seen does not start with RNE S: care began before it.
-- is_whole is false where reviews may have been held before those seen (see docs/review-track.md).
-- Needs: care_episodes
WITH ordered AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child, period_started ORDER BY started) AS from_first,
        row_number() OVER (PARTITION BY child, period_started ORDER BY started DESC) AS from_last
    FROM care_episodes
),

firsts AS (
    SELECT * FROM ordered
    WHERE from_first = 1
),

lasts AS (
    SELECT * FROM ordered
    WHERE from_last = 1
),

uasc_until AS (
    SELECT
        child,
        max(coalesce(status_ceased, DATE '9999-12-31')) AS last_day
    FROM uasc
    GROUP BY child
)

SELECT
    firsts.child,
    firsts.started,
    firsts.reason_started = 'S' AS started_known,
    firsts.reason_started = 'S' AND coalesce(firsts.started >= history.history_from, TRUE) AS is_whole,
    lasts.ceased AS ended,
    lasts.reason_ceased,
    firsts.need,
    coalesce(uasc_until.last_day > firsts.started, FALSE) AS uasc,
    lasts.collection,
    lasts.file,
    lasts.line
FROM firsts
INNER JOIN lasts ON firsts.child = lasts.child AND firsts.period_started = lasts.period_started
CROSS JOIN history
LEFT JOIN uasc_until ON firsts.child = uasc_until.child
