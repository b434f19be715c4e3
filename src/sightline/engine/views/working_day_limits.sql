-- One row a day and a clock that runs in working days: the day it is due when it starts on that day.
-- Days from which it would run beyond the list of bank holidays are not there.
SELECT
    limits.clock,
    first_day.day,
    last_day.day AS due
FROM limits
CROSS JOIN working_days AS first_day
INNER JOIN working_days AS last_day
    ON last_day.is_working AND first_day.ordinal + limits.working_days = last_day.ordinal
