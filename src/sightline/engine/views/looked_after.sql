-- One row a child looked after on :end, with the year's placements and social workers (:start to :end).
-- settled_placement looks through a temporary stay (T0 to T4) to the placement that it interrupts.
-- Needs: care_episodes, settled_episodes, periods_of_care, legal_statuses, placements
WITH open_episodes AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child ORDER BY started DESC, line DESC) AS latest
    FROM care_episodes
    WHERE
        started <= :end
        AND (
            ceased IS NULL OR ceased > :end
            OR (ceased = :end AND reason_ceased <> 'X1' AND (SELECT cease_on_census_day_counts FROM settings))
        )
),

here AS (
    SELECT * FROM open_episodes
    WHERE latest = 1
),

periods AS (
    SELECT
        child,
        started,
        bool_or(started_known) AS started_known
    FROM periods_of_care
    GROUP BY child, started
),

statuses AS (
    SELECT
        child,
        period_started,
        legal_status,
        max(started) AS started,
        bool_or(started_known) AS started_known
    FROM legal_statuses
    WHERE started <= :end AND ended >= :end
    GROUP BY child, period_started, legal_status
),

stays AS (
    SELECT
        *,
        lag(started) OVER (PARTITION BY child, period_started ORDER BY started) AS before_started,
        lag(started_known) OVER (PARTITION BY child, period_started ORDER BY started) AS before_known
    FROM placements
),

stays_now AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY child ORDER BY started DESC) AS latest
    FROM stays
    WHERE started <= :end AND (ended IS NULL OR ended >= :end)
),

stays_in_period AS (
    SELECT
        child,
        count(*) AS placements_in_period
    FROM placements
    WHERE started <= :end AND (ended IS NULL OR ended > :start)
    GROUP BY child
),

workers AS (
    SELECT
        child,
        count(DISTINCT worker) AS workers_in_period
    FROM social_workers
    WHERE started <= :end AND (ended IS NULL OR ended >= :start)
    GROUP BY child
)

SELECT
    here.child,
    here.file,
    here.line,
    CAST(:end AS DATE) AS day,
    here.legal_status,
    here.placement,
    settled_episodes.settled_placement,
    here.provider,
    here.need,
    here.period_started,
    coalesce(periods.started_known, FALSE) AS started_known,
    coalesce(statuses.started, here.started) AS legal_status_from,
    coalesce(statuses.started_known, FALSE) AS legal_status_from_known,
    coalesce(stays_now.started, here.started) AS placement_started,
    coalesce(stays_now.started_known, FALSE) AS placement_started_known,
    coalesce(stays_now.before_started, stays_now.started, here.started) AS with_adopters_from,
    coalesce(stays_now.before_known, stays_now.started_known, FALSE) AS with_adopters_from_known,
    coalesce(stays_in_period.placements_in_period, 0) AS placements_in_period,
    coalesce(workers.workers_in_period, 0) AS workers_in_period
FROM here
LEFT JOIN settled_episodes ON here.child = settled_episodes.child AND here.started = settled_episodes.started
LEFT JOIN periods ON here.child = periods.child AND here.period_started = periods.started
LEFT JOIN statuses
    ON
        here.child = statuses.child
        AND here.period_started = statuses.period_started
        AND here.legal_status = statuses.legal_status
LEFT JOIN stays_now ON here.child = stays_now.child AND stays_now.latest = 1
LEFT JOIN stays_in_period ON here.child = stays_in_period.child
LEFT JOIN workers ON here.child = workers.child
