select cast('2024-01-01' as date) + cast(i as integer) as jour from range(0, 60) t(i)
