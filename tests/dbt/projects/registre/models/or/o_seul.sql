select 1 as un
