-- Known fault of the source, kind 3: figures copied from another area. The same figure in two areas
-- in the same year, for a level above 100 billion; or the same price index two years running.
{{ config(severity='warn') }}
with annuel as (

    select
        pays,
        periode,
        annee,
        source,
        edition,
        indicateur,
        serie,
        valeur
    from {{ ref('int_uemoa_observations') }}
    where trimestre is null and source = 'BCEAO_EDEN'

),

meme as (

    select
        a.pays,
        b.pays as pays_identique,
        a.periode,
        a.annee,
        a.source,
        a.edition,
        a.indicateur,
        a.serie,
        a.valeur
    from annuel as a
    inner join annuel as b
        on a.periode = b.periode and a.source = b.source and a.edition = b.edition
        and a.indicateur = b.indicateur
        and a.pays <> b.pays
        and abs(a.valeur - b.valeur) <= 0.000002 * abs(a.valeur)

)

select
    m.pays,
    m.periode,
    m.serie,
    m.valeur,
    m.pays_identique,
    m.edition,
    'même valeur que dans une autre zone' as motif
from meme as m
where m.indicateur like '%_milliards_fcfa' and abs(m.valeur) > 100

union all

select
    m.pays,
    m.periode,
    m.serie,
    m.valeur,
    m.pays_identique,
    m.edition,
    'même indice de prix que dans un autre pays deux années de suite' as motif
from meme as m
inner join meme as v
    on m.pays = v.pays and m.pays_identique = v.pays_identique and m.indicateur = v.indicateur
    and m.edition = v.edition
    and (m.annee = v.annee + 1 or m.annee = v.annee - 1)
where m.indicateur = 'indice_prix_consommation' and m.valeur <> 100 and m.valeur <> 0
