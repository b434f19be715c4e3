-- One row a child whose immigration status says that the child came alone.
SELECT
    status.immi_person_id AS child,
    person.sex,
    person.born,
    CASE WHEN status.immi_immigration_status_end_date <= :as_at THEN status.immi_immigration_status_end_date END
        AS status_ceased,
    status.file,
    status.line
FROM ssd_immigration_status AS status
INNER JOIN told_people AS person ON person.child = status.immi_person_id
WHERE regexp_matches(lower(status.immi_immigration_status), 'unaccompanied|uasc')
QUALIFY row_number() OVER (
    PARTITION BY status.immi_person_id ORDER BY status.immi_immigration_status_start_date DESC, status.line
) = 1
