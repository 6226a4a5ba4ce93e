-- One row per country and period, in typed columns whose names carry the unit.
-- For each figure the latest vintage of the source that Silver follows (ref_series.rang_silver).
-- Projections never enter; a cell that ref_cellules_ecartees sets aside stays NULL.
with retenu as (

    select
        pays,
        periode,
        annee,
        trimestre,
        indicateur,
        valeur,
        {{ origine('source', 'edition', 'statut') }} as origine,
        row_number() over (
            partition by pays, periode, indicateur
            order by rang_silver, date_publication desc, statut
        ) as rang
    from {{ ref('int_uemoa_observations') }}
    where rang_silver is not null
        and motif_ecart is null
        and statut <> 'projection'

),

large as (

    select
        pays,
        periode,
        annee,
        trimestre,
        {%- for indicateur in indicateurs() %}
        max(case when indicateur = '{{ indicateur }}' then valeur end) as {{ indicateur }},
        {%- endfor %}
        {%- for indicateur in indicateurs_avec_origine() %}
        max(case when indicateur = '{{ indicateur }}' then origine end) as {{ origine_de(indicateur) }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from retenu
    where rang = 1
    group by pays, periode, annee, trimestre

)

select
    pays,
    periode,
    annee,
    trimestre,
    {%- for indicateur in indicateurs() %}
    {%- if indicateur == 'importations_milliards_fcfa' %}
    -- The sign of imports changes inside the series. |exports| - |imports| = balance decides:
    -- where it holds the magnitude is kept, where it does not the figure is not used.
    cast(
        case
            when balance_biens_milliards_fcfa is null
                or abs(
                    abs(exportations_milliards_fcfa) - abs(importations_milliards_fcfa)
                    - balance_biens_milliards_fcfa
                ) <= 0.15
                then abs(importations_milliards_fcfa)
        end as decimal(18, 2)
    ) as importations_milliards_fcfa,
    {%- else %}
    cast({{ indicateur }} as decimal(18, 2)) as {{ indicateur }},
    {%- endif %}
    {%- endfor %}
    {%- for indicateur in indicateurs_avec_origine() %}
    {{ origine_de(indicateur) }}{{ ',' if not loop.last }}
    {%- endfor %}
from large
