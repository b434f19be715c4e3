-- One row a start of care, :start to :end, of which the service was told: where it stands from the soonest told on.
-- starts: how many there are. at_half and at_nine_tenths: the first by which half, or nine tenths, were told.
-- Needs: care_starts_told
WITH ranked AS (
    SELECT
        child,
        file,
        line,
        day,
        lag,
        row_number() OVER (ORDER BY lag, day, child) AS place,
        count(*) OVER () AS starts
    FROM care_starts_told
    WHERE told_on IS NOT NULL
)

SELECT
    child,
    file,
    line,
    day,
    lag,
    starts,
    2 * place >= starts AND 2 * (place - 1) < starts AS at_half,
    10 * place >= 9 * starts AND 10 * (place - 1) < 9 * starts AS at_nine_tenths
FROM ranked
