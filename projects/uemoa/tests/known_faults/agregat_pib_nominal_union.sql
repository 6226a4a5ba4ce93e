-- Known fault of the source (kind 4): the Union's nominal GDP is not the sum of its members.
-- EDEN's members were rebased, its Union row before 2008 was not.
{{ config(severity='warn') }}
with membres as (

    select annee, sum(pib_nominal_milliards_fcfa) as somme, count(pib_nominal_milliards_fcfa) as pays_presents
    from {{ ref('dim_uemoa_indicators') }}
    where pays <> 'UMOA' and trimestre is null
    group by annee

)

select
    u.pays,
    u.periode,
    'SR1015A0BP' as serie,
    u.pib_nominal_milliards_fcfa as valeur,
    m.somme as somme_des_membres,
    'le total de l''Union s''écarte de plus de 0,1 % de la somme de ses membres' as motif
from {{ ref('dim_uemoa_indicators') }} as u
inner join membres as m on u.annee = m.annee
where u.pays = 'UMOA' and u.trimestre is null and m.pays_presents = 8
    and abs(u.pib_nominal_milliards_fcfa - m.somme) > 0.001 * m.somme
