select cast('2024-01-01' as date) as jour, {{ var('seuil') }} as seuil
union all
select cast('2024-01-02' as date), {{ var('seuil') }}
