{{ config(tags=['annuel', 'public'], materialized='incremental') }}
select p.id, d.id as departement from {{ ref('a_personnes') }} p join {{ ref('geographie', 'departements') }} d on true
