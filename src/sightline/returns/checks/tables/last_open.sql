-- One row is a child with an episode open when the year before ended, and that episode.
WITH open_episodes AS (
    SELECT *, row_number() OVER (PARTITION BY child ORDER BY started DESC, file, line) AS latest
    FROM last_episodes
    WHERE ceased IS NULL
)

SELECT * FROM open_episodes WHERE latest = 1
