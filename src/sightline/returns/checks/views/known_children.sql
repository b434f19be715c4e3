-- One row is a child in Header this year who was in Header the year before too, with what was said then.
WITH before AS (
    SELECT
        child AS last_child,
        min(born) AS last_born,
        min(CASE sex WHEN '1' THEN 'M' WHEN '2' THEN 'F' ELSE sex END) AS last_sex,
        min(ethnicity) AS last_ethnicity,
        min(upn) AS last_upn,
        min(mother) AS last_mother,
        min(first_child_born) AS last_first_child_born
    FROM last_children
    GROUP BY child
)

SELECT
    c.*,
    CASE c.sex WHEN '1' THEN 'M' WHEN '2' THEN 'F' ELSE c.sex END AS sex_now,
    before.*
FROM children AS c
INNER JOIN before ON c.child = before.last_child
