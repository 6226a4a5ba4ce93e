-- Known fault of the source, kind 6: revenue or expenditure since 1 January that falls from one quarter to the
-- next, or a nine-month total below 60 % of the year (a half-year under the heading of the third quarter).
{{ config(severity='warn') }}
with cumul as (

    select
        pays,
        periode,
        annee,
        trimestre,
        source,
        edition,
        indicateur,
        serie,
        valeur
    from {{ ref('int_uemoa_observations') }}
    where indicateur in ('recettes_cumul_milliards_fcfa', 'depenses_cumul_milliards_fcfa')

)

select
    c.pays,
    c.periode,
    c.serie,
    c.valeur,
    a.periode as periode_comparee,
    a.valeur as valeur_comparee,
    c.edition,
    'le cumul baisse d''un trimestre à l''autre' as motif
from cumul as c
inner join cumul as a
    on c.pays = a.pays and c.source = a.source and c.edition = a.edition and c.serie = a.serie
    and c.annee = a.annee and c.trimestre = a.trimestre + 1
where c.valeur < a.valeur

union all

select
    c.pays,
    c.periode,
    c.serie,
    c.valeur,
    a.periode as periode_comparee,
    a.valeur as valeur_comparee,
    c.edition,
    'en-tête douteux : trois trimestres valent moins de 60 % de l''année' as motif
from cumul as c
inner join cumul as a
    on c.pays = a.pays and c.source = a.source and c.edition = a.edition and c.serie = a.serie
    and c.annee = a.annee and c.trimestre = 3 and a.trimestre = 4
where c.valeur < 0.6 * a.valeur
