-- Each figure beside the figure it is compared with, both of the SAME publication: a rate of
-- change over two vintages would mix a rebasing or a revision with what happened.
-- Of several publications that hold both figures, the latest is kept.
with observation as (

    select *
    from {{ ref('int_uemoa_observations') }}
    where rang_silver is not null
        and motif_ecart is null
        and statut <> 'projection'

),

paire as (

    select
        c.pays,
        c.periode,
        c.indicateur,
        'un_an' as comparaison,
        c.valeur,
        a.valeur as valeur_comparee,
        a.periode as periode_comparee,
        c.source,
        c.edition,
        c.date_publication,
        c.statut,
        c.rang_silver
    from observation as c
    inner join observation as a
        on c.pays = a.pays
        and c.indicateur = a.indicateur
        and c.source = a.source
        and c.edition = a.edition
        and c.frequence = a.frequence
        and c.annee = a.annee + 1
        and coalesce(c.trimestre, 0) = coalesce(a.trimestre, 0)

    union all

    select
        c.pays,
        c.periode,
        c.indicateur,
        'periode_precedente' as comparaison,
        c.valeur,
        a.valeur as valeur_comparee,
        a.periode as periode_comparee,
        c.source,
        c.edition,
        c.date_publication,
        c.statut,
        c.rang_silver
    from observation as c
    inner join observation as a
        on c.pays = a.pays
        and c.indicateur = a.indicateur
        and c.source = a.source
        and c.edition = a.edition
        and c.frequence = a.frequence
        and c.rang_periode = a.rang_periode + 1

),

classe as (

    select
        *,
        row_number() over (
            partition by pays, periode, indicateur, comparaison
            order by rang_silver, date_publication desc, source
        ) as rang
    from paire

)

select
    pays,
    periode,
    indicateur,
    comparaison,
    cast(valeur as decimal(18, 2)) as valeur,
    cast(valeur_comparee as decimal(18, 2)) as valeur_comparee,
    periode_comparee,
    {{ origine('source', 'edition', 'statut') }} as origine
from classe
where rang = 1
