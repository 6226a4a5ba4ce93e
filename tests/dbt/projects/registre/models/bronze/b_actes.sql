select 1 as id, 'N' as code, 1 as personne_id, cast('2024-01-05' as timestamp) as vu_le
