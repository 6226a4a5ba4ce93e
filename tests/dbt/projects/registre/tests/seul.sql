select 1 as n where 1 = 0
