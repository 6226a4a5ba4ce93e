{{ config(severity='warn', tags=['negatif']) }}
select * from {{ ref('stg_ventes') }} where montant < 0
