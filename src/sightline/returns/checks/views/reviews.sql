-- One row is a review, with the child's Header and whether the child was looked after on the day.
SELECT
    r.*,
    count(*) OVER (PARTITION BY r.child, r.held) AS reviews_that_day,
    coalesce(f.in_header, FALSE) AS in_header,
    f.born AS header_born,
    f.had_care,
    f.has_episode,
    r.held >= f.first_started AND r.held <= coalesce(f.all_ended, r.held) AND g.child IS NULL AS held_in_care
FROM reviews AS r
LEFT JOIN child_facts AS f ON r.child = f.child
LEFT JOIN care_gaps AS g ON r.child = g.child AND r.held > g.began AND r.held < g.ended
