-- One row is a child named in Header or Episodes, with what the files of this return say of the child.
WITH named AS (
    SELECT child FROM children
    UNION
    SELECT child FROM episodes
),

header AS (SELECT child, min(born) AS born, min(sex) AS sex FROM children GROUP BY child),

asylum AS (SELECT child, min(status_ceased) AS status_ceased FROM uasc GROUP BY child),

decided AS (SELECT child, min(decided) AS first_decided FROM adoption_decisions GROUP BY child),

reversed AS (
    SELECT child, 1 AS was_reversed
    FROM adoption_decisions
    GROUP BY child
    HAVING count(ceased) = count(*) AND count(reason_ceased) = count(*)
)

SELECT
    named.child,
    header.child IS NOT NULL AS in_header,
    header.born,
    header.sex,
    child_care.child IS NOT NULL AS has_episode,
    coalesce(child_care.had_care, FALSE) AS had_care,
    coalesce(child_care.had_breaks, FALSE) AS had_breaks,
    coalesce(child_care.had_agreed_series, FALSE) AS had_agreed_series,
    coalesce(child_care.continuously, FALSE) AS continuously,
    coalesce(child_care.in_care_at_end, FALSE) AS in_care_at_end,
    child_care.first_started,
    child_care.first_came_in,
    child_care.came_in,
    child_care.left_on,
    child_care.all_ended,
    child_care.adopted_on,
    child_care.adopted_from,
    child_care.died_on,
    child_care.moved_authority_on,
    child_care.placed_for_adoption_on,
    asylum.child IS NOT NULL AS is_uasc,
    asylum.status_ceased AS uasc_ceased,
    decided.first_decided,
    coalesce(reversed.was_reversed, 0) = 1 AS decision_reversed,
    outcome.child IS NOT NULL AS has_outcome,
    leaver.child IS NOT NULL AS is_care_leaver,
    adopted.child IS NOT NULL AS has_adoption,
    permanence.child IS NOT NULL AS has_previous_permanence,
    worker.child IS NOT NULL AS has_social_worker
FROM named
LEFT JOIN header ON named.child = header.child
LEFT JOIN child_care ON named.child = child_care.child
LEFT JOIN asylum ON named.child = asylum.child
LEFT JOIN decided ON named.child = decided.child
LEFT JOIN reversed ON named.child = reversed.child
LEFT JOIN (SELECT DISTINCT child FROM outcomes) AS outcome ON named.child = outcome.child
LEFT JOIN (SELECT DISTINCT child FROM care_leavers) AS leaver ON named.child = leaver.child
LEFT JOIN (SELECT DISTINCT child FROM adoptions) AS adopted ON named.child = adopted.child
LEFT JOIN (SELECT DISTINCT child FROM previous_permanence) AS permanence ON named.child = permanence.child
LEFT JOIN (SELECT DISTINCT child FROM social_workers) AS worker ON named.child = worker.child
