-- One row is a child with an episode in this return: when the child was looked after, and how it ended.
-- "Continuously" is the department's definition for OC2 (2021-22): looked after in the year and no start
-- after 1 April, no end before 31 March, no short break.
WITH episodes_marked AS (
    SELECT
        *,
        legal_status NOT IN ('V3', 'V4') AS is_care,
        started <= :end AND (ceased IS NULL OR ceased >= :start) AS in_year
    FROM episodes
)

SELECT
    child,
    max(CASE WHEN is_care THEN 1 ELSE 0 END) = 1 AS had_care,
    max(CASE WHEN legal_status = 'V3' THEN 1 ELSE 0 END) = 1 AS had_breaks,
    max(CASE WHEN legal_status = 'V4' THEN 1 ELSE 0 END) = 1 AS had_agreed_series,
    max(CASE WHEN in_year THEN 1 ELSE 0 END) = 1 AND max(
        CASE
            WHEN in_year AND NOT is_care THEN 1
            WHEN reason_started = 'S' AND started > :start AND started <= :end THEN 1
            WHEN reason_ceased <> 'X1' AND ceased >= :start AND ceased < :end THEN 1
            ELSE 0
        END
    ) = 0 AS continuously,
    max(CASE WHEN is_care AND started <= :end AND (ceased IS NULL OR ceased > :end) THEN 1 ELSE 0 END) = 1
        AS in_care_at_end,
    min(CASE WHEN is_care THEN started END) AS first_started,
    CASE
        WHEN min(CASE WHEN is_care THEN started END) = min(CASE WHEN is_care AND reason_started = 'S' THEN started END)
            THEN min(CASE WHEN is_care THEN started END)
    END AS first_came_in,
    max(CASE WHEN is_care AND reason_started = 'S' THEN started END) AS came_in,
    max(CASE WHEN is_care AND reason_ceased <> 'X1' THEN ceased END) AS left_on,
    CASE WHEN count(ceased) = count(*) THEN max(ceased) END AS all_ended,
    max(CASE WHEN reason_ceased IN ('E11', 'E12') THEN ceased END) AS adopted_on,
    max(CASE WHEN reason_ceased = 'E2' THEN ceased END) AS died_on,
    max(CASE WHEN reason_ceased = 'E3' THEN ceased END) AS moved_authority_on,
    min(CASE WHEN placement IN ('A3', 'A4', 'A5', 'A6') THEN started END) AS placed_for_adoption_on,
    max(CASE WHEN reason_ceased IN ('E11', 'E12') THEN placement END) AS adopted_from
FROM episodes_marked
GROUP BY child
