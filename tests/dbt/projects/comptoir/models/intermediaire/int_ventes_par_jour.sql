{{ config(materialized='ephemeral', tags=['interne']) }}
select jour, pays, sum(montant) as total from {{ ref('stg_ventes') }} group by jour, pays
