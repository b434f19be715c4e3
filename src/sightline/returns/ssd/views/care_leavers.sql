-- One row a care leaver of 17 to 21, as the extract tells it on its day.
SELECT
    clea_person_id AS child,
    person.born,
    clea_care_leaver_in_touch AS in_touch,
    clea_care_leaver_activity AS activity,
    CASE
        WHEN length(clea_care_leaver_accommodation) > 1 OR clea_care_leaver_accommodation = '0'
            THEN clea_care_leaver_accommodation
        WHEN clea_care_leaver_accom_suitable = 1 AND clea_care_leaver_accommodation NOT IN ('S', 'X')
            THEN clea_care_leaver_accommodation || '1'
        WHEN clea_care_leaver_accom_suitable = 0 OR clea_care_leaver_accommodation IN ('S', 'X')
            THEN clea_care_leaver_accommodation || '2'
    END AS accommodation,
    file,
    line
FROM ssd_care_leavers
INNER JOIN told_people AS person ON person.child = clea_person_id
WHERE person.born + INTERVAL 17 YEAR <= :as_at AND person.born + INTERVAL 22 YEAR > :as_at
