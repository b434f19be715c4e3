-- One row a child looked after on :end with an officer named, or a line of the ledger of posts that holds then.
-- A child has no fte, a post no child: what is counted is divided by what there is of officers.
-- Needs: looked_after_officers, officers_posts
SELECT
    child,
    file,
    line,
    day,
    1 AS children,
    0 AS fte,
    0 AS fte_in_post
FROM looked_after_officers
WHERE officer IS NOT NULL
UNION ALL
SELECT
    child,
    file,
    line,
    day,
    0 AS children,
    fte,
    CASE WHEN filled THEN fte ELSE 0 END AS fte_in_post
FROM officers_posts
