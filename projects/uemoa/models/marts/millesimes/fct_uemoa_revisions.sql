-- Figures that a producer published twice with different values, with the size of the revision.
with suite as (

    select
        pays,
        periode,
        annee,
        trimestre,
        indicateur,
        producteur,
        valeur as nouvelle_valeur,
        edition as nouvelle_edition,
        date_publication as revise_le,
        statut as nouveau_statut,
        lag(valeur) over (
            partition by producteur, pays, periode, indicateur order by date_publication, source
        ) as ancienne_valeur,
        lag(edition) over (
            partition by producteur, pays, periode, indicateur order by date_publication, source
        ) as ancienne_edition,
        lag(statut) over (
            partition by producteur, pays, periode, indicateur order by date_publication, source
        ) as ancien_statut
    from {{ ref('fct_uemoa_vintages') }}

)

select
    pays,
    periode,
    annee,
    trimestre,
    indicateur,
    producteur,
    ancienne_edition,
    ancienne_valeur,
    ancien_statut,
    nouvelle_edition,
    nouvelle_valeur,
    nouveau_statut,
    revise_le,
    nouvelle_valeur - ancienne_valeur as revision
from suite
where ancienne_valeur is not null
    and abs(nouvelle_valeur - ancienne_valeur) > 0.06
