-- One row is a young person in OC3 this year and the year before.
SELECT l.*, b.last_in_touch
FROM care_leavers AS l
INNER JOIN (
    SELECT child AS last_child, max(in_touch) AS last_in_touch FROM last_care_leavers GROUP BY child
) AS b ON l.child = b.last_child
