SELECT
    child AS clea_table_id, child AS clea_person_id, in_touch AS clea_care_leaver_in_touch,
    accommodation AS clea_care_leaver_accommodation, activity AS clea_care_leaver_activity
FROM care_leavers
