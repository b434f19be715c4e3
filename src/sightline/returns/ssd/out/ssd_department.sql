SELECT DISTINCT team AS dept_team_id, team AS dept_team_name
FROM involvements
WHERE team IS NOT NULL
