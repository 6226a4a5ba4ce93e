select 1 as id, 'Cotonou' as nom
