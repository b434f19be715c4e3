-- One row a period of care's number and the child it is of.
SELECT DISTINCT clae_cla_id AS cla_id, clae_person_id AS child
FROM ssd_cla_episodes
WHERE clae_cla_id IS NOT NULL
